using System.Text;
using WeakPack.ImportLibraries;
using WeakPack.Metadata;

namespace WeakPack.Core.Tests.ImportLibraries;

/// <summary>A manifest as this version writes it is read by its bytes, and every other one as XML. Nobody sees a difference.</summary>
[TestClass]
public sealed class ManifestTests
{
    private static readonly string s_hash = new('a', 64);

    private static readonly Manifest s_manifest = new()
    {
        Package = "Acme",
        TargetFramework = ".NETCoreApp,Version=v10.0",
        Checksum = Checksum.Placeholder,
        Compilation = new() { Language = "C#", IsOptimized = true },
        Units =
        [
            new("Acme.Brush", [new("Acme.Brush", s_hash), new("Acme.Stack`1", s_hash)], [new("System.Runtime", null), new("Json", new("Acme.Json", "[13.0.4, )"))], ["penwin"], ["brush.txt"],
                [new("linux-x64", "libpen.so", s_hash), new("any", "pen.dat", s_hash, IsRetained: true)]) { IsRetained = true },
            new("Acme.Pen", [new("Acme.Pen", s_hash)], [], [], [], []),
        ],
    };

    [TestMethod]
    public void What_this_version_writes_is_read_by_its_bytes_and_is_the_same()
    {
        var read = Read(s_manifest.ToXml());

        Assert.IsInstanceOfType<ManifestUnits>(read.Units);
        Assert.AreEqual(s_manifest.ToXml(), read.ToXml());
        Assert.AreSequenceEqual(["Acme.Brush"], read.UnitsWithNativeFiles.Select(unit => unit.Name));
    }

    [TestMethod]
    [DataRow("Acme.Pen", "Acme.&lt;Pen&gt;", DisplayName = "a name with brackets")]
    [DataRow("Acme.Pen", "Acme.Füller", DisplayName = "a name with letters of two bytes")]
    [DataRow("Acme.Pen", "Acme.\tPen", DisplayName = "a name with a tabulator, which XML reads as a space")]
    [DataRow("<unit name=\"Acme.Pen\">", "<unit name='Acme.Pen'>", DisplayName = "other quotation marks")]
    [DataRow("<unit name=\"Acme.Pen\">", "<unit name=\"Acme.Pen\" colour=\"red\">", DisplayName = "an attribute of a newer format")]
    [DataRow("  </unit>\n</", "  </unit>\n  <palette name=\"x\" />\n</", DisplayName = "an element of a newer format")]
    [DataRow("  <unit name=\"Acme.Pen\">", "  <!-- the pen -->\n  <unit name=\"Acme.Pen\">", DisplayName = "a comment")]
    [DataRow("\n", "\r\n", DisplayName = "other line ends")]
    public void What_is_written_otherwise_is_read_as_XML(string from, string to)
    {
        var text = s_manifest.ToXml().Replace(from, to, StringComparison.Ordinal);
        var read = Read(text);

        Assert.IsNotInstanceOfType<ManifestUnits>(read.Units);
        Assert.AreEqual(Manifest.Read(text).ToXml(), read.ToXml());
    }

    [TestMethod]
    [DataRow("name=\"Acme.Pen\" hash", "name=\"Acme.Pen\" hush", DisplayName = "a type without its hash")]
    [DataRow("  </unit>\n</", "</", DisplayName = "a unit without an end")]
    [DataRow("name=\"Acme.Pen\" hash", "name=\"Acme.<Pen\" hash", DisplayName = "a bracket in a name")]
    public void What_is_no_manifest_is_rejected_whichever_unit_is_asked_for(string from, string to) =>
        Assert.ThrowsExactly<FormatException>(() => Read(s_manifest.ToXml().Replace(from, to, StringComparison.Ordinal)));

    [TestMethod]
    public void A_type_is_found_by_the_bytes_of_its_name_and_one_that_is_nested_is_not()
    {
        using var image = new MetadataImage(Package.Of("namespace Acme { public class Pen { public class Cap; } public class Stack<T>; } public class Füller;").Split().RuntimeImage);

        foreach (var name in new[] { "Acme.Pen", "Acme.Stack`1", "Füller" })
            Assert.AreEqual(image.FindTopLevel(name), image.TypeNames.Find(Encoding.UTF8.GetBytes(name)), name);
        foreach (var name in new[] { "Pen", "Acme", "Acme.", "Acme.Pe", "Acme_Pen", "Cap", "Acme.Pen+Cap", "" })
            Assert.IsNull(image.TypeNames.Find(Encoding.UTF8.GetBytes(name)), name);
    }

    private static Manifest Read(string xml) => ManifestText.FindIn([0, 1, 2, .. Encoding.UTF8.GetBytes(xml), 3]).Read();
}
