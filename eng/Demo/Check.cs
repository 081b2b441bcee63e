using System.Text.Json;
using System.Xml.Linq;

namespace Demo;

/// <summary>Holds what is against what should be, tells of both, and counts.</summary>
internal sealed class Check
{
    public int Count { get; private set; }

    public int Failures { get; private set; }

    public void Versions(string props, string globalJson)
    {
        var packed = XDocument.Load(props).Descendants("VersionPrefix").Single().Value;
        using var json = JsonDocument.Parse(File.ReadAllText(globalJson));
        var used = json.RootElement.GetProperty("msbuild-sdks").GetProperty("WeakPack.Sdk").GetString();
        That(packed == used, $"the samples use the version that was packed: {packed}, not {used}");
    }

    public bool Builds(string solution) => Succeeds("it builds without a warning", "build", solution);

    public bool Packs(string project, string feed, NupkgExpectation expected)
    {
        foreach (var old in Directory.GetFiles(feed, expected.Name + ".*.nupkg"))
        {
            File.Delete(old);
        }

        // NuGet never looks twice at a version that it has unpacked.
        var unpacked = Path.Combine(Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(feed, "..", "nuget"), expected.Name.ToLowerInvariant());
        if (Directory.Exists(unpacked))
        {
            Directory.Delete(unpacked, recursive: true);
        }

        if (!Succeeds("it is packed without a warning", "pack", project))
        {
            return false;
        }

        var package = new Nupkg(Directory.GetFiles(feed, expected.Name + ".*.nupkg").Single());
        Console.WriteLine();
        Console.WriteLine($"  {expected.Name} (NuGet package)");
        Tell("files", package.Files.Where(file => file.StartsWith("lib/", StringComparison.Ordinal)));
        Tell("depends on", package.Dependencies.DefaultIfEmpty("nothing"));
        foreach (var file in expected.Holds)
        {
            That(package.Files.Contains(file), $"it holds {file}");
        }

        That(package.Dependencies.Order(StringComparer.Ordinal).SequenceEqual(expected.DependsOn), $"it depends on {string.Join(", ", expected.DependsOn.DefaultIfEmpty("nothing"))}");
        return true;
    }

    public void Package(Output output, PackageExpectation expected)
    {
        Console.WriteLine();
        Console.WriteLine($"  {expected.Name} (package)");
        Tell("types", output.Types.Keys.Where(name => name.Contains('.', StringComparison.Ordinal) && !name.StartsWith("System.", StringComparison.Ordinal) && !name.StartsWith("Microsoft.", StringComparison.Ordinal)));
        Tell("folder", output.Files);

        That(output.Files.Contains(expected.Name + ".wpi"), "its import library lies next to it");
        foreach (var type in expected.LeavesOut)
        {
            That(!output.Types.ContainsKey(type), $"it leaves {type} out");
        }

        foreach (var type in expected.KeepsInternal)
        {
            That(output.Types.TryGetValue(type, out var isPublic) && !isPublic, $"it keeps {type}, internal");
        }

        foreach (var name in expected.NeedsNot)
        {
            That(!output.References.Contains(name) && !output.NativeLibraries.Contains(name), $"it does not refer to {name}");
        }
    }

    public void Consumer(Output output, ConsumerExpectation expected)
    {
        Console.WriteLine();
        Console.WriteLine($"  {expected.Name}");
        Tell("linked", output.Linked.Count == 0 ? ["nothing"] : output.Linked.Select(unit => unit.Split(", sha256")[0]));
        Tell("folder", output.Files);

        foreach (var type in expected.Links)
        {
            That(output.Types.TryGetValue(type, out var isPublic) && !isPublic, $"it has its own {type}, internal");
        }

        That(expected.Links.Length > 0 == output.Linked.Count > 0, "it records what was linked, and nothing else");
        foreach (var file in expected.Has)
        {
            That(output.Files.Contains(file), $"{file} lies beside it");
        }

        foreach (var name in expected.HasNot)
        {
            That(!output.Files.Any(file => Path.GetFileNameWithoutExtension(file) == name), $"no {name} lies beside it");
            That(!output.References.Contains(name), $"it does not refer to {name}");
            That(!File.ReadAllText(output.DepsJson).Contains($"\"{name}", StringComparison.OrdinalIgnoreCase), $"its deps.json does not mention {name}");
        }

        foreach (var library in expected.Calls)
        {
            That(output.NativeLibraries.Contains(library), $"its own dll calls {library}");
        }
    }

    public void Application(Output output, ApplicationExpectation expected)
    {
        Consumer(output, expected);
        var (exitCode, printed) = Child.Run("dotnet", output.Dll);
        var lines = printed.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        foreach (var line in lines)
        {
            Console.WriteLine($"      | {line}");
        }

        That(exitCode == 0, "it ends with 0");
        var remaining = lines.AsEnumerable();
        foreach (var line in expected.Prints)
        {
            remaining = remaining.SkipWhile(printedLine => printedLine != line);
            That(remaining.Any(), $"it prints: {line.Trim()}");
        }
    }

    private bool Succeeds(string claim, string command, string project)
    {
        var (exitCode, output) = Child.Run("dotnet", command, project, "-nodeReuse:false", "-nologo", "-verbosity:minimal");
        That(exitCode == 0 && !output.Contains("warning", StringComparison.Ordinal), claim);
        if (exitCode != 0)
        {
            Console.WriteLine(output);
        }

        return exitCode == 0;
    }

    private static void Tell(string what, IEnumerable<string> names) => Console.WriteLine($"      {what}: {string.Join("; ", names)}");

    private void That(bool holds, string claim)
    {
        Count++;
        if (!holds)
        {
            Failures++;
            Console.WriteLine($"      NOT TRUE: {claim}");
        }
    }
}
