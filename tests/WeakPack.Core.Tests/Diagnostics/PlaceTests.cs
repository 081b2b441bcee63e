namespace WeakPack.Core.Tests.Diagnostics;

/// <summary>Where a finding is shown when the debug data has no place for it.</summary>
[TestClass]
public sealed class PlaceTests
{
    private const string Source = """
        // class Pen has data
        [WeakPackageUnit]
        public class Pen
        {
            public int Width() => 1;
            // data is not here
            private static int data;
            public static event Action? Done;
        }

        public class Desk
        {
            public int Size() => 2;
            public Nib[]? Nibs;
            [WeakPackageUnit] public class Drawer;
        }

        [WeakPackageUnit] public class Nib;
        """;

    [TestMethod]
    [DataRow("WP2203", 7)]
    [DataRow("WP3001", 14)]
    [DataRow("WP3002", 15)]
    public void A_declaration_without_code_is_found_in_the_text(string id, int line)
    {
        var file = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".cs");
        try
        {
            File.WriteAllText(file, Source);
            var result = Package.Of([new(file, Source)]).TrySplit();

            var finding = result.Diagnostics.First(diagnostic => diagnostic.Descriptor.Id == id);
            Assert.AreEqual(file, finding.Location?.File);
            Assert.AreEqual(line, finding.Location?.Line);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [TestMethod]
    public void Without_the_file_no_line_is_named()
    {
        var result = Package.Of([new("/nowhere/Pen.cs", Source)]).TrySplit();

        var finding = result.Diagnostics.First(diagnostic => diagnostic.Descriptor.Id == "WP2203");
        Assert.AreEqual("/nowhere/Pen.cs", finding.Location?.File);
        Assert.AreEqual(0, finding.Location?.Line);
    }
}
