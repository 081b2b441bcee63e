namespace WeakPack.Core.Tests.Stress;

/// <summary>Compiles, splits, links and runs a generated program, and compares with its unlinked run.</summary>
internal static class StressRun
{
    public static void Check(GeneratedProgram program)
    {
        var packages = new List<SplitPackage>();
        foreach (var package in program.Packages)
        {
            var sources = package.Pieces.Select(p => SourceOf(p, package.Name)).ToArray();
            packages.Add(Package.Of(sources, package.Name).With(package.Options).Marked(package.Marks).Requires([.. packages]).Split());
        }

        var consumer = new ConsumerFixture("App", [.. program.Own.Append(program.Main).Select(p => SourceOf(p, "App"))], [.. packages], isExecutable: true);
        var linked = consumer.With(program.Options).RunsAsUnlinked();
        StressOracles.Check(linked);
    }

    /// <summary>Writes the sources where a person can read them, and tells where.</summary>
    public static string Save(GeneratedProgram program)
    {
        var folder = Path.Combine(Path.GetTempPath(), "weakpack-stress", program.Seed.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var assemblies = program.Packages.Select(p => (p.Name, p.Pieces)).Append(("App", [.. program.Own, program.Main]));
        foreach (var file in assemblies.SelectMany(a => a.Pieces.Select(p => SourceOf(p, a.Name))))
        {
            var path = Path.Combine(folder, file.Path["/src/".Length..]);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, file.Text);
        }

        return folder;
    }

    public static SourceFile SourceOf(Piece piece, string assembly) =>
        new(ProgramGenerator.PathOf(assembly, piece.Name[(piece.Name.LastIndexOf('.') + 1)..]), piece.Source);
}
