using WeakPack.Core.Tests.Fixtures;
using WeakPack.Linking;

namespace WeakPack.Core.Tests.ImportLibraries;

/// <summary>Import libraries as earlier versions wrote them, kept as files: whoever has published one need not publish it again.</summary>
/// <remarks>All are of Formats/Acme.txt. One is added with each format, and none is ever made anew.</remarks>
[TestClass]
public class FormatTests
{
    [TestMethod]
    [DataRow("1.0")]
    [DataRow("1.1")]
    [DataRow("1.2")]
    [DataRow("1.3")]
    [DataRow("1.4")]
    public void An_import_library_of_an_earlier_format_is_linked(string format)
    {
        var (package, library) = (Read(format, "Acme.dll"), Read(format, "Acme.wpi"));
        var consumer = Compiler.Compile(
            "App",
            ["""Console.WriteLine(new Acme.Pen { Width = 3 }.Add(1, 2).Draw() + " " + Acme.Brush.Of(Acme.BrushKind.Hatched));"""],
            isExecutable: true,
            [library]);

        var result = Linker.Link(new LinkRequest
        {
            Consumer = consumer.Image,
            References = [.. CompileOptions.Debug.Framework.References, Reference.FromImage(new AssemblyImage("/lib/Acme.dll", package), library)],
            IsExecutable = true,
        });

        Assert.IsTrue(result.Succeeded, Expect.Describe(result.Diagnostics));
        Assert.AreSequenceEqual(["Acme.Pen", "Brushes"], result.Units.Select(unit => unit.Name).Order(StringComparer.Ordinal));
        Assert.AreEqual("<2>;<4> at 3 hatched", Runner.Run(result.Output!, [new AssemblyImage("/lib/Acme.dll", package)]).Trim());
    }

    [TestMethod]
    public void Each_format_has_its_file()
    {
        var kept = Directory.GetDirectories(Folder()).Select(Path.GetFileName);

        Assert.Contains(WeakPack.ImportLibraries.Manifest.CurrentFormat.ToString(), kept);
    }

    private static byte[] Read(string format, string file) => File.ReadAllBytes(Path.Combine(Folder(), format, file));

    private static string Folder() => Path.Combine(AppContext.BaseDirectory, "ImportLibraries", "Formats");
}
