using System.CommandLine;
using Spectre.Console;
using WeakPack.ImportLibraries;
using WeakPack.Inspection;

namespace WeakPack.Tool.Commands;

/// <summary><c>weakpack inspect</c>: what is in an import library, an assembly or a NuGet package.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "An import library (.wpi), an assembly (.dll, .exe) or a NuGet package (.nupkg)." };
        var json = Printer.JsonOption();
        var command = new Command("inspect", "Show the units of a package, what each needs, and what was linked into an assembly.") { file, json };
        command.SetAction(parsed => Run(parsed, parsed.GetValue(file)!, parsed.GetValue(json)));
        return command;
    }

    private static int Run(ParseResult command, string path, bool asJson)
    {
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".wpi":
                Show(command, ReadImportLibrary(InputFiles.Read(path)), asJson);
                break;
            case ".nupkg" or ".snupkg":
                Show(command, NuGetPackage.Read(path), asJson);
                break;
            default:
                Show(command, path, asJson);
                break;
        }

        return ExitCodes.Fine;
    }

    private static ImportLibraryContents ReadImportLibrary(AssemblyImage file) => InputFiles.Guard(file.Path, () => ImportLibraryContents.Read(file));

    private static void Show(ParseResult command, ImportLibraryContents library, bool asJson)
    {
        if (asJson)
            command.WriteJson(library);
        else
            Write(command.Console(), library);
    }

    private static void Show(ParseResult command, string path, bool asJson)
    {
        var assembly = InputFiles.Guard(path, () => AssemblyContents.Read(InputFiles.Read(path)));
        var beside = Path.ChangeExtension(path, ".wpi");
        var library = assembly.ImportLibrary is not null && File.Exists(beside) ? ReadImportLibrary(InputFiles.Read(beside)) : null;
        if (asJson)
        {
            command.WriteJson(new { Assembly = assembly, ImportLibrary = library });
            return;
        }

        Write(command.Console(), assembly, library);
    }

    private static void Show(ParseResult command, NuGetPackage package, bool asJson)
    {
        if (asJson)
        {
            command.WriteJson(package);
            return;
        }

        var console = command.Console();
        console.MarkupLineInterpolated($"[bold]{package.Id}[/] {package.Version}");
        foreach (var group in package.Dependencies)
            console.MarkupLineInterpolated($"  depends on {group}");
        foreach (var folder in package.Folders)
        {
            console.WriteLine();
            console.MarkupLineInterpolated($"[bold]{folder.Path}[/]");
            Write(console, folder.ImportLibrary);
        }

        if (package.Folders.Count == 0)
            console.WriteLine("It has no weak units.");
        foreach (var assembly in package.Assemblies)
        {
            console.WriteLine();
            console.MarkupLineInterpolated($"[bold]{assembly.Path}[/]");
            Write(console, assembly.Copies);
        }

        foreach (var problem in package.Unreadable)
            console.WriteLine("Can't be read: " + problem);
    }

    private static void Write(IAnsiConsole console, AssemblyContents assembly, ImportLibraryContents? library)
    {
        console.MarkupLineInterpolated($"[bold]{assembly.Name}[/] {assembly.Version}  {assembly.TargetFramework}  mvid {assembly.Mvid}");
        if (assembly.Copies.Count > 0)
            Write(console, assembly.Copies);

        if (assembly.ImportLibrary is { } checksum)
        {
            console.WriteLine(library is null ? "It is a package with weak units; its import library is not beside it."
                : library.Manifest.Checksum == checksum ? "It is a package with weak units, and its import library is beside it:"
                : "It is a package with weak units, but the import library beside it belongs to another build:");
            if (library is not null)
                Write(console, library);
        }

        if (!assembly.IsOurs)
            console.WriteLine("Nothing was linked into it, and it has no weak units.");
    }

    private static void Write(IAnsiConsole console, IReadOnlyList<LinkedCopy> copies)
    {
        console.WriteLine("Linked into it:");
        var table = Printer.Table("Type", "Unit", "From", "SHA-256");
        foreach (var copy in copies)
            table.Row(copy.Type, copy.Unit, Origin(copy), Printer.Short(copy.Sha256));
        console.Write(table);
    }

    private static void Write(IAnsiConsole console, ImportLibraryContents library)
    {
        var manifest = library.Manifest;
        console.MarkupLineInterpolated($"[bold]{manifest.Package}[/] {library.Version}  {Framework(manifest)}  format {library.Format.ToString(2)}  {(library.IsIntact ? "intact" : "CHANGED after it was written")}");
        if (Flags(manifest.Compilation) is { Length: > 0 } flags)
            console.WriteLine($"Compiled: {flags}");
        var table = Printer.Table("Unit", "Types", "Code", "Needs", "SHA-256");
        foreach (var unit in manifest.Units)
            table.Row(unit.IsRetained ? unit.Name + "\n(retained)" : unit.Name, string.Join("\n", unit.Types.Select(type => type.Name)), Printer.Size(library.Sizes[unit.Name]), Needs(unit), string.Join("\n", unit.Types.Select(type => Printer.Short(type.Hash))));
        console.Write(table);
    }

    private static string Framework(Manifest manifest) =>
        manifest.TargetPlatform is { } platform ? $"{manifest.TargetFramework} on {platform}" : manifest.TargetFramework;

    private static string Flags(CompilationFlags flags) => string.Join(", ", new[]
    {
        flags.Language,
        flags.IsOptimized is { } isOptimized ? (isOptimized ? "optimized" : "not optimized") : null,
        flags.ChecksArithmetic is { } checks ? (checks ? "with overflow checks" : "without overflow checks") : null,
    }.OfType<string>());

    private static string Needs(ManifestUnit unit) => string.Join("\n",
    [
        .. unit.Assemblies.Select(assembly => assembly.NuGetPackage is { } package ? $"{assembly.Name} (NuGet: {package.Id} {package.VersionRange})" : assembly.Name),
        .. unit.NativeLibraries.Select(name => $"{name} (native)"),
        .. unit.Resources.Select(name => $"{name} (resource)"),
    ]);

    private static string Origin(LinkedCopy copy) =>
        copy.NuGetPackage is { } package ? $"{copy.Package} {copy.Version} (NuGet: {package.Id} {package.Version})" : $"{copy.Package} {copy.Version}";
}
