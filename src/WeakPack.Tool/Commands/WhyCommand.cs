using System.CommandLine;
using Spectre.Console;
using WeakPack.Inspection;
using WeakPack.LinkMaps;

namespace WeakPack.Tool.Commands;

/// <summary><c>weakpack why</c>: what still needs a package, and how its units came in.</summary>
internal static class WhyCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("assembly") { Description = "A linked assembly." };
        var name = new Argument<string>("name") { Description = "A package, or a unit or type that was linked." };
        var json = Printer.JsonOption();
        var command = new Command("why", "Show what in an assembly still needs a package, or the chain by which a unit came in.") { file, name, json };
        command.SetAction(parsed => Run(parsed, parsed.GetValue(file)!, parsed.GetValue(name)!, parsed.GetValue(json)));
        return command;
    }

    private static int Run(ParseResult command, string path, string name, bool asJson)
    {
        var usage = InputFiles.Guard(path, () => Usage.Find(InputFiles.Read(path), name, ProgramPackages.AssembliesOf(path, name), InputFiles.ReferencesOf(path)));
        var others = OthersBeside(path, usage.Assemblies);
        if (asJson)
            command.WriteJson(new { Name = name, IsNeeded = usage.Uses.Count > 0 || others.Count > 0, usage.Assemblies, usage.Uses, OtherAssemblies = others, usage.Copies });
        else
            Write(command.Console(), Path.GetFileName(path), name, usage, others);
        return ExitCodes.Fine;
    }

    // Whatever lies beside the assembly is deployed with it.
    private static IReadOnlyList<string> OthersBeside(string path, IReadOnlyList<string> assemblies) =>
    [
        .. from file in Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(path))!, "*.dll").Order(StringComparer.Ordinal)
           where Path.GetFileName(file) != Path.GetFileName(path)
           let contents = TryRead(file)
           where contents is not null && !assemblies.Contains(contents.Name, StringComparer.OrdinalIgnoreCase) && contents.References.Any(reference => assemblies.Contains(reference.Key, StringComparer.OrdinalIgnoreCase))
           select contents.Name,
    ];

    private static AssemblyContents? TryRead(string file)
    {
        try
        {
            return AssemblyContents.Read(new AssemblyImage(file, File.ReadAllBytes(file)));
        }
        catch (BadImageFormatException)
        {
            return null; // a native library refers to no package
        }
    }

    private static void Write(IAnsiConsole console, string file, string name, Usage usage, IReadOnlyList<string> others)
    {
        if (usage.Uses.Count > 0)
        {
            console.MarkupLineInterpolated($"[bold]{file}[/] needs {name}:");
            var table = Printer.Table("Member", "uses");
            foreach (var use in usage.Uses)
                table.Row(use.Member ?? "(text of an attribute)", use.Uses);
            console.Write(table);
        }

        foreach (var other in others)
            console.MarkupLineInterpolated($"[bold]{other}[/], which lies beside it, needs {name}.");
        if (usage.Uses.Count == 0 && others.Count == 0)
            console.MarkupLineInterpolated($"Nothing needs {name} at run time.");
        foreach (var unit in usage.Copies.GroupBy(copy => (copy.Copy.Unit, copy.Copy.Package, copy.Copy.Version)))
        {
            var chain = unit.Select(copy => copy.Chain).Where(steps => steps.Count > 0).OrderBy(steps => steps.Count).FirstOrDefault() ?? [];
            console.Write(Chain($"{unit.Key.Unit} of {unit.Key.Package} {unit.Key.Version} was linked:", chain));
        }

        if (usage.Uses.Count == 0 && others.Count == 0 && usage.Copies.Count == 0)
            console.MarkupLineInterpolated($"And no unit or type of that name was linked into [bold]{file}[/].");
    }

    private static Tree Chain(string title, IReadOnlyList<LinkMapStep> chain)
    {
        var tree = new Tree(new Text(title));
        if (chain.Count == 0)
        {
            tree.AddNode(new Text("no code of the assembly leads to it: it came with the rest of a unit, or only text names it"));
            return tree;
        }

        var node = tree.AddNode(new Text(chain[0].Member ?? chain[0].Assembly));
        foreach (var step in chain)
            node = node.AddNode(new Text("uses " + step.Uses));
        return tree;
    }
}
