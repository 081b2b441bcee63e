using System.Text;
using System.Text.Json;
using WeakPack.NativeLibraries;

namespace WeakPack.Core.Tests.NativeLibraries;

/// <summary>Where native libraries go, and how the deps file lists them.</summary>
[TestClass]
public sealed class NativeLayoutTests
{
    // A part of what the .NET SDK ships.
    private static readonly RuntimeGraph s_graph = RuntimeGraph.Read("""
        {
          "runtimes": {
            "any": { "#import": ["base"] },
            "base": { "#import": [] },
            "linux": { "#import": ["unix"] },
            "linux-musl": { "#import": ["linux"] },
            "linux-musl-x64": { "#import": ["linux-musl", "linux-x64"] },
            "linux-x64": { "#import": ["linux", "unix-x64"] },
            "unix": { "#import": ["any"] },
            "unix-x64": { "#import": ["unix"] },
            "win": { "#import": ["any"] },
            "win-x64": { "#import": ["win"] }
          }
        }
        """u8.ToArray());

    private const string DepsJson = """
        {
          "runtimeTarget": { "name": ".NETCoreApp,Version=v10.0", "signature": "" },
          "compilationOptions": {},
          "targets": { ".NETCoreApp,Version=v10.0": { "App/1.0.0": { "runtime": { "App.dll": {} } } } },
          "libraries": { "App/1.0.0": { "type": "project", "serviceable": false, "sha512": "" } }
        }
        """;

    [TestMethod]
    public void A_program_for_all_platforms_has_a_folder_for_each() =>
        Assert.AreSequenceEqual(
            ["runtimes/any/native/all.so", "runtimes/linux-x64/native/a.so", "runtimes/win-x64/native/a.dll"],
            Place("", ("win-x64", "a.dll"), ("linux-x64", "a.so"), ("any", "all.so")));

    [TestMethod]
    [DataRow("linux-x64", "linux-x64")]
    [DataRow("linux-musl-x64", "linux-musl")]
    [DataRow("linux-arm64", "any", DisplayName = "a platform that the graph does not know")]
    [DataRow("win-x64", "any")]
    public void A_program_for_one_platform_has_the_nearest(string rid, string nearest)
    {
        NativeLibraryNeed[] needs = [Need("any", "a.so"), Need("unix", "a.so"), Need("linux-x64", "a.so"), Need("linux-musl", "a.so"), Need("osx-arm64", "a.so")];

        var placed = NativeLayout.Place(needs, rid, s_graph);

        Assert.AreEqual("a.so", placed.Single().Path);
        Assert.AreEqual(nearest, placed.Single().Need.Asset.RuntimeIdentifier);
    }

    [TestMethod]
    public void What_is_for_this_very_platform_does_not_hide_what_another_unit_has_for_all_of_its_kind() =>
        Assert.AreSequenceEqual(["a.so", "b.so"], Place("linux-x64", ("linux-x64", "a.so"), ("unix", "b.so"), ("win", "b.dll")));

    [TestMethod]
    public void A_program_for_another_platform_gets_none() => Assert.IsEmpty(Place("win-x64", ("linux-x64", "a.so")));

    [TestMethod]
    public void What_two_assemblies_need_is_there_once() =>
        Assert.HasCount(1, NativeLayout.Place([Need("linux-x64", "a.so"), Need("linux-x64", "a.so") with { Owner = "Other" }], "", s_graph));

    [TestMethod]
    public void A_deps_file_lists_each_file_in_an_entry_of_its_own()
    {
        var placed = NativeLayout.Place([Need("linux-x64", "a.so"), Need("linux-arm64", "a.so"), Need("unix", "b.so")], "", s_graph);

        var listed = DepsFile.List(Encoding.UTF8.GetBytes(DepsJson), placed);

        using var json = JsonDocument.Parse(listed);
        var target = json.RootElement.GetProperty("targets").GetProperty(".NETCoreApp,Version=v10.0");
        var a = target.GetProperty("WeakPack.Native.a.so/1.0.0").GetProperty("runtimeTargets");
        Assert.AreEqual(2, a.EnumerateObject().Count());
        Assert.AreEqual("linux-x64", a.GetProperty("runtimes/linux-x64/native/a.so").GetProperty("rid").GetString());
        Assert.AreEqual("native", a.GetProperty("runtimes/linux-x64/native/a.so").GetProperty("assetType").GetString());
        Assert.IsTrue(target.GetProperty("WeakPack.Native.b.so/1.0.0").TryGetProperty("runtimeTargets", out _));
        Assert.AreEqual("reference", json.RootElement.GetProperty("libraries").GetProperty("WeakPack.Native.b.so/1.0.0").GetProperty("type").GetString());
        Assert.IsTrue(target.TryGetProperty("App/1.0.0", out _));
        Assert.DoesNotContain("\\/", Encoding.UTF8.GetString(listed));
    }

    [TestMethod]
    public void A_deps_file_for_one_platform_lists_it_as_native()
    {
        using var json = JsonDocument.Parse(DepsFile.List(Encoding.UTF8.GetBytes(DepsJson), NativeLayout.Place([Need("linux-x64", "a.so")], "linux-x64", s_graph)));

        Assert.IsTrue(json.RootElement.GetProperty("targets").GetProperty(".NETCoreApp,Version=v10.0").GetProperty("WeakPack.Native.a.so/1.0.0").GetProperty("native").TryGetProperty("a.so", out _));
    }

    [TestMethod]
    public void What_is_not_needed_any_more_is_taken_out_and_the_rest_stays_as_it_was()
    {
        var original = Encoding.UTF8.GetBytes(DepsJson);
        Assert.AreSame(original, DepsFile.List(original, []));
        var listed = DepsFile.List(original, NativeLayout.Place([Need("linux-x64", "a.so")], "", s_graph));
        CollectionAssert.AreEqual(listed, DepsFile.List(listed, NativeLayout.Place([Need("linux-x64", "a.so")], "", s_graph)));

        using var before = JsonDocument.Parse(original);
        using var after = JsonDocument.Parse(DepsFile.List(listed, []));

        Assert.IsTrue(JsonElement.DeepEquals(before.RootElement, after.RootElement), after.RootElement.ToString());
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("no JSON")]
    [DataRow("{ \"targets\": {}, \"libraries\": {} }")]
    public void What_is_no_deps_file_is_told_of(string text) =>
        Assert.ThrowsExactly<FormatException>(() => DepsFile.List(Encoding.UTF8.GetBytes(text), []));

    [TestMethod]
    public void Projects_that_need_different_files_of_one_name_are_an_error()
    {
        var other = new NativeLibraryNeed(new("linux-x64", "a.so", new string('b', 64)), "/other/a.so", "Other", []);

        Assert.AreEqual("WP3015", NativeLibrarySet.Join([Need("linux-x64", "a.so"), other]).Problems.Single().Descriptor.Id);
        Assert.IsEmpty(NativeLibrarySet.Join([Need("linux-x64", "a.so"), other with { Asset = other.Asset with { RuntimeIdentifier = "osx-x64" } }]).Problems);
        var (needs, problems) = NativeLibrarySet.Join([Need("linux-x64", "a.so"), Need("linux-x64", "a.so"), Need("linux-x64", "a.so") with { Owner = "Other" }]);
        Assert.HasCount(2, needs);
        Assert.IsEmpty(problems);
    }

    [TestMethod]
    public void A_line_tells_all_of_a_need()
    {
        var need = Need("linux-x64", "a.so") with { Path = "/with a tab\t/and ; /a.so", Types = ["One", "Two"] };

        var read = NativeLibraryNeed.Parse(["", need.ToLine()]).Single();

        Assert.AreEqual(need with { Types = read.Types }, read);
        Assert.AreSequenceEqual(need.Types, read.Types);
        Assert.ThrowsExactly<FormatException>(() => NativeLibraryNeed.Parse(["what is this"]).ToList());
    }

    private static IEnumerable<string> Place(string rid, params (string Rid, string Name)[] needs) =>
        NativeLayout.Place(needs.Select(need => Need(need.Rid, need.Name)), rid, s_graph).Select(placed => placed.Path);

    private static NativeLibraryNeed Need(string rid, string name) => new(new(rid, name, new string('a', 64)), $"/packages/{rid}/{name}", "App", []);
}
