using System.Xml.Linq;

namespace WeakPack.Sdk.Tests;

/// <summary>Of a target that it skips as up to date, MSBuild sets the properties, makes the items and evaluates the conditions, as if it ran.</summary>
[TestClass]
public class SkippedTargetTests
{
    [TestMethod]
    public void No_target_that_can_be_skipped_reads_files_for_properties_items_or_conditions()
    {
        var skippable = Directory.GetFiles(PackedSdk.Targets, "*.targets")
            .SelectMany(file => XDocument.Load(file).Descendants("Target"))
            .Where(target => target.Attribute("Inputs") is not null)
            .ToList();

        Assert.Contains("WeakPackLinkUnits", skippable.Select(target => target.Attribute("Name")!.Value));
        Assert.IsEmpty(skippable
            .Where(target => target.Elements().Any(ReadsFiles))
            .Select(target => target.Attribute("Name")!.Value));
    }

    private static bool ReadsFiles(XElement element) =>
        (element.Name.LocalName is "PropertyGroup" or "ItemGroup" ? element.ToString() : element.Attribute("Condition")?.Value)?.Contains("[System.IO.File]", StringComparison.Ordinal) == true;
}
