using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace WeakPack.Tasks.Tests;

/// <summary>What the tasks write about native libraries, and what they make of it.</summary>
[TestClass]
public class NativeLibraryTaskTests
{
    private const string Graph = """{ "runtimes": { "linux-x64": { "#import": ["linux"] }, "linux": { "#import": ["any"] }, "any": {} } }""";

    [TestMethod]
    public void A_package_copies_its_libraries_to_where_its_import_library_looks()
    {
        using var scratch = new Scratch();
        scratch.Compile("[WeakPackageUnit] public static class Pen { public static int Two => 2; }");
        File.WriteAllText(scratch["libpen.so"], "abc");
        var engine = new RecordingEngine();
        var split = Split(scratch, engine);
        split.WeakNativeLibraries = [new TaskItem(scratch["libpen.so"], new Dictionary<string, string> { ["Unit"] = "Pen", ["RuntimeIdentifier"] = "linux-x64" })];

        Assert.IsTrue(split.Execute(), Text(engine));

        Assert.AreEqual("linux-x64/ba7816bf/libpen.so\n", File.ReadAllText(scratch["shipped.txt"]));
        Assert.AreEqual("abc", File.ReadAllText(Path.Combine(scratch["native"], "linux-x64", "ba7816bf", "libpen.so")));
        Assert.IsFalse(File.Exists(scratch["own.txt"]), "the dll needs none itself");
    }

    [TestMethod]
    public void An_item_that_is_faulty_is_a_finding_and_nothing_is_written()
    {
        using var scratch = new Scratch();
        scratch.Compile("[WeakPackageUnit] public static class Pen { public static int Two => 2; }");
        var engine = new RecordingEngine();
        var split = Split(scratch, engine);
        split.WeakNativeLibraries = [new TaskItem("no/libpen.so", new Dictionary<string, string> { ["Unit"] = "Pen" })];

        Assert.IsFalse(split.Execute());

        Assert.AreEqual("WP3014", engine.Errors.Single().Code);
        Assert.Contains("'no/libpen.so'", engine.Errors.Single().Message!);
        Assert.IsFalse(File.Exists(scratch["Package.dll"]));
    }

    [TestMethod]
    public void Lists_are_joined_without_what_packages_need_that_nobody_needs()
    {
        using var scratch = new Scratch();
        File.WriteAllText(scratch["one"], Line("linux-x64", "a.so", "App"));
        File.WriteAllText(scratch["two"], Line("linux-x64", "a.so", "App") + Line("linux-x64", "b.so", "Middle") + Line("linux-x64", "c.so", "Vcl"));
        var engine = new RecordingEngine();

        Assert.IsTrue(Collect(scratch, engine, "one", "two", "none").Execute(), Text(engine));

        Assert.AreEqual(Line("linux-x64", "a.so", "App") + Line("linux-x64", "b.so", "Middle"), File.ReadAllText(scratch["needed"]));
    }

    [TestMethod]
    public void A_list_of_nothing_is_written_for_there_may_have_been_more()
    {
        using var scratch = new Scratch();
        File.WriteAllText(scratch["needed"], Line("linux-x64", "a.so", "App"));

        Assert.IsTrue(Collect(scratch, new RecordingEngine()).Execute());

        Assert.AreEqual("", File.ReadAllText(scratch["needed"]));
    }

    [TestMethod]
    public void A_list_that_is_none_is_a_finding_and_no_exception()
    {
        using var scratch = new Scratch();
        File.WriteAllText(scratch["one"], "what is this");
        var engine = new RecordingEngine();

        Assert.IsFalse(Collect(scratch, engine, "one").Execute());

        Assert.AreEqual("WP3100", engine.Errors.Single().Code);
        Assert.Contains("Delete it", engine.Errors.Single().Message!);
    }

    [TestMethod]
    public void A_library_gets_its_folder_unless_a_package_of_NuGet_brings_one_there()
    {
        using var scratch = new Scratch();
        File.WriteAllText(scratch["needed"], Line("linux-x64", "a.so", "App") + Line("linux-x64", "100%41.so", "App") + Line("linux", "a.so", "App"));
        var engine = new RecordingEngine();
        var place = Place(scratch, engine);
        place.Existing = [new TaskItem("/nuget/a.so", new Dictionary<string, string> { ["DestinationSubDirectory"] = "runtimes\\linux\\native\\" })];

        Assert.IsTrue(place.Execute(), Text(engine));

        Assert.AreSequenceEqual(
            ["runtimes/linux-x64/native/ /files/linux-x64/100%41.so", "runtimes/linux-x64/native/ /files/linux-x64/a.so"],
            place.Files.Select(file => file.GetMetadata("DestinationSubDirectory") + " " + file.ItemSpec));
    }

    [TestMethod]
    public void A_program_for_one_platform_takes_the_nearest_as_the_graph_says()
    {
        using var scratch = new Scratch();
        File.WriteAllText(scratch["needed"], Line("linux", "a.so", "App") + Line("any", "a.so", "App") + Line("win-x64", "a.dll", "App"));
        var place = Place(scratch, new RecordingEngine());
        place.RuntimeIdentifier = "linux-x64";

        Assert.IsTrue(place.Execute());

        Assert.AreEqual("/files/linux/a.so", place.Files.Single().ItemSpec);
        Assert.AreEqual("", place.Files.Single().GetMetadata("DestinationSubDirectory"));
    }

    [TestMethod]
    public void A_deps_file_that_is_none_is_a_finding_and_stays()
    {
        using var scratch = new Scratch();
        File.WriteAllText(scratch["needed"], Line("linux-x64", "a.so", "App"));
        File.WriteAllText(scratch["App.deps.json"], "{ }");
        var place = Place(scratch, new RecordingEngine());
        Assert.IsTrue(place.Execute());
        var engine = new RecordingEngine();

        Assert.IsFalse(new ListNativeLibraries { BuildEngine = engine, Files = place.Files, DepsFile = scratch["App.deps.json"] }.Execute());

        Assert.AreEqual("WP3100", engine.Errors.Single().Code);
        Assert.AreEqual("{ }", File.ReadAllText(scratch["App.deps.json"]));
    }

    private static string Line(string rid, string name, string owner) => $"{rid}\t{name}\t{new string('a', 64)}\t{owner}\t\t/files/{rid}/{name}\n";

    private static CollectNativeLibraries Collect(Scratch scratch, RecordingEngine engine, params string[] lists) => new()
    {
        BuildEngine = engine,
        Lists = [.. lists.Select(list => new TaskItem(scratch[list]))],
        UnneededPackages = [new TaskItem("vcl")],
        Output = scratch["needed"],
    };

    private static PlaceNativeLibraries Place(Scratch scratch, RecordingEngine engine)
    {
        File.WriteAllText(scratch["graph.json"], Graph);
        return new() { BuildEngine = engine, NativeLibraries = scratch["needed"], RuntimeGraph = scratch["graph.json"] };
    }

    private static SplitPackage Split(Scratch scratch, RecordingEngine engine) => new()
    {
        BuildEngine = engine,
        ProjectName = "Package",
        CompiledAssembly = scratch["compiled.dll"],
        CompiledSymbols = scratch["compiled.pdb"],
        References = [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => new TaskItem(path))],
        OutputAssembly = scratch["Package.dll"],
        OutputSymbols = scratch["Package.pdb"],
        ImportLibrary = scratch["Package.wpi"],
        NativeFolder = scratch["native"],
        NativeFiles = scratch["shipped.txt"],
        NativeLibraries = scratch["own.txt"],
    };

    private static string Text(RecordingEngine engine) => string.Join('\n', engine.Errors.Select(error => error.Message));
}
