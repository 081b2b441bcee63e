using System.Security.Cryptography;

namespace WeakPack.Sdk.Tests;

/// <summary>The same inputs give the same bytes.</summary>
[TestClass]
public class DeterminismTests
{
    // Units with what compilers name by themselves: closures, state machines, anonymous types, array data.
    private const string Vcl = """
        namespace Vcl;
        public static class Memo { public static string Text => "memo" + Pens.Pen.Data.Length; }
        internal sealed class Helper<T> { public T? Value; public override string ToString() => $"{new { Value }}"; }
        """;

    private const string Pen = """
        namespace Vcl.Pens;
        public static class Pen
        {
            public static ReadOnlySpan<byte> Data => [1, 2, 3, 4, 5, 6, 7];
            public static IEnumerable<string> Lines(int n) { for (var i = 0; i < n; i++) yield return new Helper<int> { Value = i }.ToString(); }
            public static async Task<string> TextAsync() { await Task.Delay(1); return string.Concat(Lines(3).Select(line => line + Data.Length)); }
            public static int Choose(string s) => s switch { "one" => 1, "two" => 2, "three" => 3, "four" => 4, "five" => 5, "six" => 6, "seven" => 7, _ => 0 };
        }
        """;

    [TestMethod]
    public void A_build_in_another_folder_and_a_build_from_scratch_give_the_same_bytes()
    {
        // The compiler's targets can't map a source root with an apostrophe in it.
        using var here = new Workspace("möglich (ж)");
        using var there = new Workspace("another one");
        var first = Write(here);
        var second = Write(there);

        Build(here, first[^1], "-maxCpuCount:1");
        Build(there, second[^1], "-maxCpuCount:4");
        var expected = Hashes(first);
        Assert.IsGreaterThan(10, expected.Length);
        Assert.AreSequenceEqual(expected, Hashes(second), "in another folder, with several nodes");
        foreach (var file in first.SelectMany(Outputs))
            Assert.IsFalse(File.ReadAllText(file).Contains("weakpack-", StringComparison.Ordinal), $"{file} names the folder that it was built in.");

        foreach (var project in first)
            Directory.Delete(Path.Combine(project.Folder, "obj"), recursive: true);
        Build(here, first[^1], "-maxCpuCount:1");
        Assert.AreSequenceEqual(expected, Hashes(first), "from scratch");
    }

    private static Project[] Write(Workspace workspace)
    {
        workspace.Write("Directory.Build.props", """
            <Project>
              <PropertyGroup>
                <RunAnalyzers>false</RunAnalyzers>
                <ContinuousIntegrationBuild>true</ContinuousIntegrationBuild>
              </PropertyGroup>
              <ItemGroup><SourceRoot Include="$(MSBuildThisFileDirectory)" /></ItemGroup>
            </Project>
            """);
        var package = workspace.Library("Vcl", Vcl).Source(Pen, "Pen.cs")
            .WithItems("""<Compile Update="Pen.cs" WeakUnit="true" />""").With("DebugType", "embedded");
        var fsharp = workspace.LibraryIn("fs", "Rtl", "namespace Rtl\ntype IStrong = interface end")
            .Source("""
                namespace Rtl
                type Nib = Fine | Broad of int
                module Text =
                    let words () = [ "a"; "b" ] |> List.map (fun word -> word + sprintf "%A" (Broad 2)) |> String.concat ","
                    let later () = async { return words () }
                """, "Text.fs")
            .WithItems("""<Compile Include="Text.fs" WeakUnit="true" />""");
        var app = workspace.Application("App", "Console.WriteLine(await Vcl.Pens.Pen.TextAsync() + Vcl.Pens.Pen.Choose(\"five\") + Vcl.Memo.Text + Rtl.Text.words());", package, fsharp);
        return [package, fsharp, app];
    }

    private static void Build(Workspace workspace, Project app, string nodes) =>
        BuildResult.Of(workspace.Folder, "build.binlog", "build", Path.Combine(app.Folder, app.ProjectFile), nodes).MustSucceed();

    private static string[] Hashes(Project[] projects) =>
        [.. projects.SelectMany(Outputs)
            .Select(file => Path.GetFileName(Path.GetDirectoryName(file)) + "/" + Path.GetFileName(file) + " " + Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))))];

    private static IEnumerable<string> Outputs(Project project) =>
        new[] { ".dll", ".pdb", ".wpi", ".deps.json" }.Select(extension => project.Output(project.Name + extension))
            .Append(project.Intermediate($"ref/{project.Name}.dll"))
            .Append(project.Intermediate($"refint/{project.Name}.dll"))
            .Where(File.Exists);
}
