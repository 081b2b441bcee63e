using System.Xml.Linq;

namespace WeakPack.Sdk.Tests;

/// <summary>MSBuild sets the properties and makes the items of a target that it skips as up to date, as if it ran.</summary>
[TestClass]
public class SkippedTargetTests
{
    [TestMethod]
    public void No_target_that_can_be_skipped_reads_files_for_properties_or_items()
    {
        var skippable = Directory.GetFiles(PackedSdk.Targets, "*.targets")
            .SelectMany(file => XDocument.Load(file).Descendants("Target"))
            .Where(target => target.Attribute("Inputs") is not null)
            .ToList();

        Assert.Contains("WeakPackLinkUnits", skippable.Select(target => target.Attribute("Name")!.Value));
        Assert.IsEmpty(skippable
            .Where(target => target.Elements().Any(element => element.Name.LocalName is "PropertyGroup" or "ItemGroup" && element.ToString().Contains("[System.IO.File]", StringComparison.Ordinal)))
            .Select(target => target.Attribute("Name")!.Value));
    }
}
