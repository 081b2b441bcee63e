using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WeakPack.Inspection;

namespace WeakPack.Tool.Commands;

/// <summary><c>weakpack sbom</c>: adds the copied units to a bill of materials.</summary>
internal static class SbomCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("path") { Description = "A folder of deployed files, or one assembly." };
        var input = new Option<string?>("--input") { Description = "A CycloneDX document (JSON) to add to. Without it a new one is made." };
        var output = new Option<string?>("--output") { Description = "Where the document goes; standard output by default." };
        var json = Printer.JsonOption();
        json.Description = "The document is JSON in any case.";
        var command = new Command("sbom", "Add the units that were linked as components to a CycloneDX document, so that a copied unit with a vulnerability is found.") { path, input, output, json };
        command.SetAction(parsed => Run(parsed, parsed.GetValue(path)!, parsed.GetValue(input), parsed.GetValue(output)));
        return command;
    }

    private static int Run(ParseResult command, string path, string? input, string? output)
    {
        var document = input is null ? CycloneDx.New() : InputFiles.Guard(input, () => CycloneDx.Read(File.ReadAllBytes(input)));
        var files = Directory.Exists(path) ? InputFiles.Below(path, ".dll", ".exe") : [path];
        if (files.Count == 0)
            throw new InputException($"There is no assembly under '{path}'. What is bundled into a single file can't be looked at; name what it is made of.");
        foreach (var file in files)
            document.Add(Path.GetFileName(file), Copies(file, isAsked: file == path));

        var text = document.Root.ToJsonString(CycloneDx.Indented);
        if (output is null)
            command.InvocationConfiguration.Output.WriteLine(text);
        else
            WriteAside(output, text);
        return ExitCodes.Fine;
    }

    private static IReadOnlyList<LinkedCopy> Copies(string file, bool isAsked)
    {
        var image = InputFiles.Read(file);
        try
        {
            return AssemblyContents.Read(image).Copies;
        }
        catch (BadImageFormatException error) when (isAsked)
        {
            throw new InputException($"'{file}' can't be used: {error.Message.TrimEnd('.')}.", error);
        }
        catch (BadImageFormatException)
        {
            return []; // a native library among the files
        }
    }

    private static void WriteAside(string path, string text)
    {
        var aside = path + ".writing";
        try
        {
            FileReplacement.WriteAside(aside, Encoding.UTF8.GetBytes(text + "\n"));
            FileReplacement.Replace(aside, path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"'{path}' can't be written: {problem.Message}", problem);
        }
        finally
        {
            if (File.Exists(aside))
                File.Delete(aside);
        }
    }
}
