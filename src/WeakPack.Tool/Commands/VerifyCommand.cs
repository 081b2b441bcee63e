using System.CommandLine;
using WeakPack.Inspection;

namespace WeakPack.Tool.Commands;

/// <summary><c>weakpack verify</c>: checks deployed files.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("path") { Description = "A folder of deployed files, or one assembly in it." };
        var packages = new Option<string[]>("--packages") { Description = "A folder with packages (.nupkg, .wpi) to compare copies with, or one such file. May be given more than once." };
        var ignored = new Option<string[]>("--ignore") { Description = "An assembly that may be absent. May be given more than once." };
        var json = Printer.JsonOption();
        var command = new Command("verify", "Find copies that are stale, one unit in different versions, import libraries of other builds, and references that lead nowhere. Ends with 1 when something is found.")
        {
            path, packages, ignored, json,
        };
        command.SetAction(parsed => Run(parsed, parsed.GetValue(path)!, parsed.GetValue(packages) ?? [], parsed.GetValue(ignored) ?? [], parsed.GetValue(json)));
        return command;
    }

    private static int Run(ParseResult command, string path, string[] packages, string[] ignored, bool asJson)
    {
        var isFolder = Directory.Exists(path);
        var folder = isFolder ? path : Path.GetDirectoryName(Path.GetFullPath(InputFiles.Read(path).Path))!;
        var assemblies = (isFolder ? InputFiles.Below(folder, ".dll", ".exe") : InputFiles.Beside(path)).Select(InputFiles.Read).ToList();
        var libraries = new AvailableFiles([.. packages.Append(folder)]);
        if (assemblies.Count == 0 && libraries.ImportLibraries.Count == 0)
            throw new InputException($"There is nothing to verify under '{path}': no assembly and no import library. What is bundled into a single file can't be looked at; verify what it is made of.");
        if (!isFolder)
            InputFiles.Guard(path, () => AssemblyContents.Read(InputFiles.Read(path)));

        var found = Deployment.Check(
            assemblies,
            libraries.ImportLibraries,
            file => isFolder || file.Path == Path.GetFullPath(path),
            [.. InputFiles.FrameworkFiles().Select(file => new AssemblyImage(file, File.ReadAllBytes(file)))]);
        var findings = libraries.Unreadable.Concat(found)
            .Where(finding => finding.Kind != DeploymentFindingKind.Unresolved || !ignored.Contains(finding.Subject, StringComparer.OrdinalIgnoreCase))
            .ToList();
        Write(command, assemblies.Count, findings, asJson);
        return findings.Count == 0 ? ExitCodes.Fine : ExitCodes.Found;
    }

    private static void Write(ParseResult command, int files, List<DeploymentFinding> findings, bool asJson)
    {
        if (asJson)
        {
            command.WriteJson(new { Files = files, Findings = findings });
            return;
        }

        var output = command.InvocationConfiguration.Output;
        foreach (var finding in findings)
            output.WriteLine($"{finding.File}: {finding.Kind.ToString().ToLowerInvariant()}: {finding.Message}");
        var count = files == 1 ? "1 file" : $"{files} files";
        output.WriteLine(findings.Count == 0 ? $"{count}, nothing found." : $"{count}, {findings.Count} found.");
    }
}
