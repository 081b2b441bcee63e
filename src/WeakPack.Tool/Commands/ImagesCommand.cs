using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using WeakPack.Images;

namespace WeakPack.Tool.Commands;

/// <summary><c>weakpack images</c>: the cache of package images.</summary>
internal static class ImagesCommand
{
    private static readonly string[] s_endings = [".dll", ".exe"];

    public static Command Create() => new("images", "Look into the cache of package images, and look after it.") { List(), Why(), Verify(), Clear(), Warm() };

    private static Command List()
    {
        var (cache, json) = (CacheOption(), Printer.JsonOption());
        var command = new Command("list", "Show the images, by assembly.") { cache, json };
        command.SetAction(parsed =>
        {
            var opened = Open(parsed.GetValue(cache));
            var images = opened.All().OrderBy(image => image.Record.Assembly, StringComparer.OrdinalIgnoreCase).ThenByDescending(image => image.LastUsed).ToList();
            if (parsed.GetValue(json))
                parsed.WriteJson(new { Folder = opened.Root, Images = images.Select(Describe), SpoiledRecords = opened.SpoiledRecords() });
            else
                Write(parsed.Console(), opened, images);
            return ExitCodes.Fine;
        });
        return command;
    }

    private static Command Why()
    {
        var (assembly, cache, json) = (new Argument<string>("assembly") { Description = "An assembly with IL." }, CacheOption(), Printer.JsonOption());
        var command = new Command("why", "Show the images of an assembly, what each was made of, and which of them are of the very same IL.") { assembly, cache, json };
        command.SetAction(parsed =>
        {
            var path = parsed.GetValue(assembly)!;
            var code = InputFiles.Guard(path, () => ImageRequest.CodeOf(path));
            var images = Open(parsed.GetValue(cache)).All().Where(image => string.Equals(image.Record.Assembly, Path.GetFileName(path), StringComparison.OrdinalIgnoreCase)).ToList();
            if (parsed.GetValue(json))
                parsed.WriteJson(new { Code = code, Images = images.Select(image => new { Image = Describe(image), IsSameCode = IsOf(image, code), Inputs = image.Record.Inputs.Values }) });
            else
                Write(parsed.Console(), Path.GetFileName(path), code, images);
            return ExitCodes.Fine;
        });
        return command;
    }

    private static Command Verify()
    {
        var (cache, repair, json) = (CacheOption(), new Option<bool>("--repair") { Description = "Take spoiled images away." }, Printer.JsonOption());
        var command = new Command("verify", "Look whether each image is what was stored. Ends with 1 when one is not.") { cache, repair, json };
        command.SetAction(parsed =>
        {
            var opened = Open(parsed.GetValue(cache));
            var images = opened.All().Select(image => (Image: image, Problem: opened.Verify(image))).ToList();
            var spoiled = images.FindAll(image => image.Problem is not null);
            var records = opened.SpoiledRecords().ToList();
            var count = spoiled.Count + records.Count;
            if (parsed.GetValue(repair))
            {
                spoiled.ForEach(image => opened.Remove(image.Image));
                records.ForEach(record => opened.Remove(record));
            }

            if (parsed.GetValue(json))
            {
                parsed.WriteJson(new { Images = images.Count + records.Count, Spoiled = spoiled.Select(image => new { Image = Describe(image.Image), image.Problem }), SpoiledRecords = records });
            }
            else
            {
                foreach (var (image, problem) in spoiled)
                    parsed.InvocationConfiguration.Output.WriteLine($"{image.Record.Assembly} {image.Key}: {problem}");
                foreach (var record in records)
                    parsed.InvocationConfiguration.Output.WriteLine($"{record.Folder} {record.Key}: damaged record");
                parsed.InvocationConfiguration.Output.WriteLine($"{images.Count + records.Count} images, {count} spoiled.");
            }

            return count == 0 ? ExitCodes.Fine : ExitCodes.Found;
        });
        return command;
    }

    private static Command Clear()
    {
        var (assembly, cache, json) = (new Argument<string?>("assembly") { Description = "Only images of this assembly.", Arity = ArgumentArity.ZeroOrOne }, CacheOption(), Printer.JsonOption());
        var command = new Command("clear", "Take images away. What is in use stays.") { assembly, cache, json };
        command.SetAction(parsed =>
        {
            var opened = Open(parsed.GetValue(cache));
            var name = parsed.GetValue(assembly) is { } named ? NameOf(named) : null;
            var images = opened.All().Where(image => name is null || string.Equals(NameOf(image.Record.Assembly), name, StringComparison.OrdinalIgnoreCase)).ToList();
            var records = opened.SpoiledRecords(name is null ? null : name + ".dll").ToList();
            var count = images.Count + records.Count;
            var removed = images.Count(opened.Remove) + records.Count(opened.Remove);
            if (parsed.GetValue(json))
                parsed.WriteJson(new { Removed = removed, InUse = count - removed });
            else
                parsed.InvocationConfiguration.Output.WriteLine(removed == count ? $"{removed} images taken away." : $"{removed} images taken away, {count - removed} are in use.");
            return ExitCodes.Fine;
        });
        return command;
    }

    private static Command Warm()
    {
        var (path, cache, json) = (new Argument<string>("project") { Description = "A project or solution." }, CacheOption(), Printer.JsonOption());
        json.Description = "Changes nothing: what is shown is the build's own output.";
        var command = new Command("warm", "Fill the cache ahead of time: builds a project or solution with images.") { path, cache, json };
        command.SetAction(parsed =>
        {
            var project = parsed.GetValue(path)!;
            if (!File.Exists(project))
                throw new InputException($"There is no file '{project}'.");

            var start = new ProcessStartInfo("dotnet", ["build", project, "-nologo", "-p:WeakPackImages=build", .. parsed.GetValue(cache) is { } folder ? new[] { "-p:WeakPackImageCache=" + Path.GetFullPath(folder) } : []])
            {
                RedirectStandardOutput = true,
            };
            using var build = Process.Start(start)!;
            parsed.InvocationConfiguration.Output.Write(build.StandardOutput.ReadToEnd());
            build.WaitForExit();
            return build.ExitCode == 0 ? ExitCodes.Fine : ExitCodes.Found;
        });
        return command;
    }

    private static Option<string?> CacheOption() => new("--cache") { Description = "The cache's folder. By default that of this user, or WEAKPACK_IMAGE_CACHE." };

    // Given by its name alone, or by that of its file: what is behind the last dot may belong to the name.
    private static string NameOf(string assembly) =>
        s_endings.Contains(Path.GetExtension(assembly), StringComparer.OrdinalIgnoreCase) ? Path.GetFileNameWithoutExtension(assembly) : Path.GetFileName(assembly);

    private static ImageCache Open(string? folder) => ImageCachePlace.Open(folder, [], Environment.CurrentDirectory, Environment.GetEnvironmentVariable);

    private static bool IsOf(CachedImage image, string code) => image.Record.Inputs.One(ImageInputs.Code) == code;

    private static object Describe(CachedImage image) => new
    {
        image.Key,
        image.Record.Assembly,
        image.Record.Package,
        Target = Target(image),
        Compiler = image.Record.Inputs.One(ImageInputs.Compiler).Split(' ')[0],
        image.Record.Bytes,
        image.LastUsed,
    };

    private static string Target(CachedImage image)
    {
        var inputs = image.Record.Inputs;
        var level = inputs.One(ImageInputs.InstructionSet) is { Length: > 0 } sets ? sets : "base";
        return $"{inputs.One(ImageInputs.OperatingSystem)}-{inputs.One(ImageInputs.Architecture)} {level}";
    }

    private static void Write(IAnsiConsole console, ImageCache cache, List<CachedImage> images)
    {
        var table = Printer.Table("Assembly", "Package", "Target", "Compiler", "Size", "Last used (UTC)", "Key");
        foreach (var image in images)
        {
            table.Row(
                image.Record.Assembly, image.Record.Package, Target(image), image.Record.Inputs.One(ImageInputs.Compiler).Split(' ')[0],
                Printer.Size(image.Record.Bytes), image.LastUsed.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), Printer.Short(image.Key));
        }

        console.Write(table);
        console.WriteLine($"{images.Count} images, {Printer.Size(images.Sum(image => image.Record.Bytes))}, in {cache.Root}");
        if (cache.SpoiledRecords().Count() is > 0 and var spoiled)
            console.WriteLine($"{spoiled} more have damaged records: weakpack images verify --repair takes them away.");
    }

    private static void Write(IAnsiConsole console, string assembly, string code, List<CachedImage> images)
    {
        foreach (var image in images)
        {
            var tree = new Tree(new Text($"{Printer.Short(image.Key)}: {(IsOf(image, code) ? "of this very IL" : "of other IL")}"));
            foreach (var input in image.Record.Inputs.Values)
                tree.AddNode(new Text($"{input.Key} = {input.Value}"));
            console.Write(tree);
        }

        console.WriteLine(images.Count == 0 ? $"There is no image of {assembly}." : $"{images.Count} images of {assembly}, {images.Count(image => IsOf(image, code))} of this very IL.");
    }
}
