namespace WeakPack.Tool.Tests;

/// <summary><c>weakpack why</c>.</summary>
[TestClass]
public sealed class WhyTests
{
    private const string Source = """
        [WeakPackageUnit] public static class PenWin { public static int Two => Digits.Two; }
        [WeakPackageUnit] public static class Ink { public static int Four => PenWin.Two * 2; }
        internal static class Digits { public static int Two => 2; }
        public class Canvas { public int Width => 3; }
        """;

    [TestMethod]
    public void A_package_that_is_needed_shows_the_member_that_needs_it()
    {
        var package = Package.Of(Source).Split();
        using var files = new Deployed().With(Consumer.Of("""
            Console.WriteLine(new Painter().Width);
            class Painter { public int Width => new Canvas().Width; }
            """, package).Link());

        var run = ToolRun.Of("why", files.PathOf("App.dll"), "Pack1").EndsWith(0);

        Assert.Contains("needs Pack1", run.Output);
        Assert.Contains("Painter.Width", run.Output);
        Assert.Contains("Canvas", run.Output);
    }

    [TestMethod]
    public void A_package_that_is_not_needed_shows_how_its_units_came_in()
    {
        var package = Package.Of(Source).Split();
        using var files = new Deployed().With(Consumer.Of("""
            Console.WriteLine(Drawing.Start());
            class Drawing { public static int Start() => Ink.Four; }
            """, package).Link());

        var run = ToolRun.Of("why", files.PathOf("App.dll"), "Pack1").EndsWith(0);
        var json = ToolRun.Of("why", files.PathOf("App.dll"), "PenWin", "--json").EndsWith(0).Json;

        Assert.Contains("Nothing needs Pack1 at run time", run.Output);
        Assert.Contains("PenWin of Pack1", run.Output);
        Assert.IsFalse((bool)json["isNeeded"]!);
        var chain = json["copies"]!.AsArray().Single()!["chain"]!.AsArray();
        Assert.AreEqual("Drawing.Start → Ink; Ink.Four → PenWin.Two", string.Join("; ", chain.Select(step => $"{step!["member"]} → {step["uses"]}")));
    }

    [TestMethod]
    public void Another_assembly_beside_it_may_need_the_package()
    {
        var package = Package.Of(Source).Split();
        var other = Package.Of("public class Other : Canvas;", name: "Pack2").Requires(package).Split();
        using var files = new Deployed().With(Consumer.Of("Console.WriteLine(Ink.Four);", package).Link()).WithRuntime(other);

        var run = ToolRun.Of("why", files.PathOf("App.dll"), "Pack1").EndsWith(0);

        Assert.Contains("Pack2, which lies beside it, needs Pack1", run.Output);
        Assert.DoesNotContain("Nothing needs", run.Output);
    }

    [TestMethod]
    [DataRow("Acme.Toolkit")]
    [DataRow("acme.toolkit")]
    public void A_NuGet_package_whose_assembly_is_named_otherwise_is_looked_up_in_the_programs_list(string id)
    {
        var package = Package.Of(Source).Split();
        var other = Package.Of("public class Other : Canvas;", name: "Pack2").Requires(package).Split();
        using var files = new Deployed().With(Consumer.Of("Console.WriteLine(new Canvas().Width);", package).Link()).WithRuntime(other)
            .With("App.deps.json", """{ "targets": { ".NETCoreApp,Version=v10.0": { "App/1.0.0": { "runtime": { "App.dll": {} } }, "Acme.Toolkit/1.2.0": { "runtime": { "lib/net10.0/Pack1.dll": {} } } } } }"""u8.ToArray());

        var run = ToolRun.Of("why", files.PathOf("App.dll"), id).EndsWith(0);
        var json = ToolRun.Of("why", files.PathOf("App.dll"), id, "--json").EndsWith(0).Json;

        Assert.Contains("needs " + id, run.Output);
        Assert.Contains("Pack2, which lies beside it, needs " + id, run.Output);
        Assert.IsTrue((bool)json["isNeeded"]!);
        Assert.Contains("Pack1", json["assemblies"]!.AsArray().Select(name => (string?)name));
    }

    [TestMethod]
    public void A_NuGet_package_that_the_list_does_not_name_is_not_needed()
    {
        var package = Package.Of(Source).Split();
        using var files = new Deployed().With(Consumer.Of("Console.WriteLine(new Canvas().Width);", package).Link())
            .With("App.deps.json", """{ "targets": { ".NETCoreApp,Version=v10.0": { "Acme.Toolkit.More/1.2.0": { "runtime": { "lib/net10.0/Pack1.dll": {} } }, "Acme.Toolkit/1.2.0": { } } } }"""u8.ToArray());

        Assert.Contains("Nothing needs Acme.Toolkit", ToolRun.Of("why", files.PathOf("App.dll"), "Acme.Toolkit").EndsWith(0).Output);
    }

    [TestMethod]
    public void A_NuGet_package_of_which_a_unit_was_linked_is_known_by_that()
    {
        var package = Package.Of(Source).Split();
        using var files = new Deployed().With(Consumer.Of("Console.WriteLine(Ink.Four + new Canvas().Width);", package).From(new() { NuGetPackage = "Acme.Toolkit", Version = "1.2.0" }).Link());

        var run = ToolRun.Of("why", files.PathOf("App.dll"), "Acme.Toolkit").EndsWith(0);

        Assert.Contains("needs Acme.Toolkit", run.Output);
        Assert.Contains("Ink of Pack1", run.Output);
    }

    [TestMethod]
    public void Assemblies_of_one_NuGet_package_that_need_each_other_are_no_reason_to_keep_it()
    {
        var package = Package.Of(Source).Split();
        var other = Package.Of("public class Other : Canvas;", name: "Pack2").Requires(package).Split();
        using var files = new Deployed().With(Consumer.Of("Console.WriteLine(Ink.Four);", package).Link()).WithRuntime(package).WithRuntime(other)
            .With("App.deps.json", """{ "targets": { "any": { "Acme/1.2.0": { "runtime": { "lib/net10.0/Pack1.dll": {}, "lib/net10.0/Pack2.dll": {} } } } } }"""u8.ToArray());

        Assert.IsFalse((bool)ToolRun.Of("why", files.PathOf("App.dll"), "Acme", "--json").EndsWith(0).Json["isNeeded"]!);
        Assert.IsTrue((bool)ToolRun.Of("why", files.PathOf("App.dll"), "Pack1", "--json").EndsWith(0).Json["isNeeded"]!);
    }

    [TestMethod]
    public void Units_are_found_by_the_name_under_which_the_list_has_their_package()
    {
        var package = Package.Of(Source).Split();
        using var files = new Deployed().With(Consumer.Of("Console.WriteLine(Ink.Four);", package).Link())
            .With("App.deps.json", """{ "targets": { "any": { "Vcl/1.0.0": { "runtime": { "Pack1.dll": {} } } } } }"""u8.ToArray());

        Assert.Contains("Ink of Pack1", ToolRun.Of("why", files.PathOf("App.dll"), "Vcl").EndsWith(0).Output);
    }

    [TestMethod]
    [DataRow("[]")]
    [DataRow("\uFEFF{}")]
    [DataRow("{ \"targets\": null }")]
    [DataRow("{ \"targets\": { \"any\": { \"Pack1/1.0\": [] } } }")]
    public void A_list_that_names_nothing_is_none(string text)
    {
        using var files = new Deployed().With(Consumer.Of("Console.WriteLine(Ink.Four);", Package.Of(Source).Split()).Link()).With("App.deps.json", System.Text.Encoding.UTF8.GetBytes(text));

        Assert.Contains("Ink of Pack1", ToolRun.Of("why", files.PathOf("App.dll"), "Pack1").EndsWith(0).Output);
    }

    [TestMethod]
    [DataRow("{ \"targets\"")]
    [DataRow("")]
    [DataRow("{ \"targets\": { \"any\": { \"\\ud800/1.0\": {} } } }")]
    public void A_list_that_can_not_be_read_is_told_of(string text)
    {
        using var files = new Deployed().With(Consumer.Of("Console.WriteLine(Ink.Four);", Package.Of(Source).Split()).Link()).With("App.deps.json", System.Text.Encoding.UTF8.GetBytes(text));

        ToolRun.Of("why", files.PathOf("App.dll"), "Pack1").Refuses("App.deps.json");
    }

    [TestMethod]
    public void A_name_that_has_nothing_to_do_with_it_is_told_so()
    {
        var package = Package.Of(Source).Split();
        using var files = new Deployed().With(Consumer.Of("Console.WriteLine(Ink.Four);", package).Link());

        Assert.Contains("no unit or type of that name", ToolRun.Of("why", files.PathOf("App.dll"), "Pack9").EndsWith(0).Output);
    }

    [TestMethod]
    public void Attributes_with_enums_of_the_framework_are_no_obstacle()
    {
        var package = Package.Of(Source).Split();
        using var files = new Deployed().With(Consumer.Of("""
            Console.WriteLine(Ink.Four + new C().P);
            class C { [System.Diagnostics.DebuggerBrowsable(System.Diagnostics.DebuggerBrowsableState.Never)] public int P { get; set; } }
            """, package).Link());

        Assert.Contains("was linked", ToolRun.Of("why", files.PathOf("App.dll"), "Pack1").EndsWith(0).Output);
    }

    [TestMethod]
    public void What_is_no_assembly_is_refused()
    {
        using var files = new Deployed().With("App.dll", [1, 2, 3]);

        ToolRun.Of("why", files.PathOf("App.dll"), "Pack1").Refuses("App.dll");
    }
}
