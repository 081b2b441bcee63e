using System.CommandLine;
using Spectre.Console;
using WeakPack.Inspection;

namespace WeakPack.Tool.Commands;

/// <summary><c>weakpack graph</c>: the unit graph of a package, and what could be made weak.</summary>
internal static class GraphCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("path") { Description = "An assembly, or a project (.csproj, .fsproj, .vbproj) that was built." };
        var format = new Option<string>("--format") { Description = "table, mermaid or dot.", DefaultValueFactory = _ => "table" };
        format.AcceptOnlyFromAmong("table", "mermaid", "dot");
        var around = new Option<string?>("--around") { Description = "Only this type, those that use it, and those that it uses." };
        var json = Printer.JsonOption();
        var command = new Command("graph", "Show which types use which, which of them could be weak units today, and what stops the others.") { path, format, around, json };
        command.SetAction(parsed => Run(parsed, parsed.GetValue(path)!, parsed.GetValue(format)!, parsed.GetValue(around), parsed.GetValue(json)));
        return command;
    }

    private static int Run(ParseResult command, string path, string format, string? around, bool asJson)
    {
        var assembly = CompiledAssembly.Of(path);
        var candidates = InputFiles.Guard(assembly, () => UnitCandidates.Find(InputFiles.Read(assembly), InputFiles.ReferencesOf(assembly), CompiledAssembly.WeakUnitsOf(assembly)));
        if (around is not null)
            candidates = Around(candidates, around, path);

        if (asJson)
            command.WriteJson(candidates);
        else if (format == "table")
            Write(command.Console(), candidates);
        else
            command.InvocationConfiguration.Output.Write(format == "dot" ? GraphText.Dot(candidates) : GraphText.Mermaid(candidates));
        return ExitCodes.Fine;
    }

    private static IReadOnlyList<UnitCandidate> Around(IReadOnlyList<UnitCandidate> candidates, string name, string path)
    {
        var center = candidates.FirstOrDefault(candidate => candidate.Name == name)
            ?? candidates.FirstOrDefault(candidate => candidate.Name.EndsWith("." + name, StringComparison.Ordinal))
            ?? throw new InputException($"'{path}' has no type '{name}'.");
        var shown = new HashSet<string>([center.Name, .. center.Uses, .. center.UsedBy], StringComparer.Ordinal);
        return [.. candidates.Where(candidate => shown.Contains(candidate.Name))];
    }

    // What an author can do something about comes first; internal types travel by themselves.
    private static void Write(IAnsiConsole console, IReadOnlyList<UnitCandidate> candidates)
    {
        var table = Printer.Table("Type", "Weak?", "Code", "Alone needs", "Used by", "What stops it, or to be thought of");
        foreach (var candidate in candidates.Where(candidate => candidate.IsPublic).OrderBy(Rank).ThenByDescending(candidate => candidate.Assemblies.Count))
        {
            table.Row(
                candidate.Name,
                GraphText.Verdict(candidate),
                Printer.Size(candidate.Bytes),
                string.Join("\n", candidate.Assemblies.Concat(candidate.NativeLibraries.Select(name => name + " (native)"))),
                Several(candidate.UsedBy, most: 2),
                candidate.Obstacles.Count == 0 ? Caveat(candidate) : Several([.. candidate.Obstacles.Select(obstacle => $"{obstacle.Id}: {obstacle.Message}")], most: 1));
        }

        console.Write(table);
        var possible = candidates.Count(candidate => candidate.IsPossible && candidate.WeakUnit is null);
        console.WriteLine($"{candidates.Count(candidate => candidate.IsPublic)} public types: {candidates.Count(candidate => candidate.WeakUnit is not null)} weak, {possible} could be, {candidates.Count(candidate => candidate.IsPublic && candidate.Obstacles.Count > 0)} can't as they are. A unit that strong code uses stays in the package as well.");
    }

    // A unit that is weak already was thought about.
    private static string Caveat(UnitCandidate candidate) => candidate.WeakUnit is not null || candidate.LookedForBy.Count == 0
        ? ""
        : $"Looked for by identity, where a consumer's copy is unknown: {Several(candidate.LookedForBy, most: 2)}";

    private static int Rank(UnitCandidate candidate) => candidate switch
    {
        { WeakUnit: not null } => 0,
        { Obstacles.Count: 0, UsedBy.Count: 0 } => 1,
        { Obstacles.Count: 0 } => 2,
        _ => 3,
    };

    private static string Several(IReadOnlyList<string> texts, int most) =>
        texts.Count <= most ? string.Join("\n", texts) : $"{string.Join("\n", texts.Take(most))}\nand {texts.Count - most} more";
}
