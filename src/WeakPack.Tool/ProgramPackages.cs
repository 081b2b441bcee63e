using System.Text.Json;

namespace WeakPack.Tool;

/// <summary>The NuGet packages of a program, as its <c>.deps.json</c> lists them.</summary>
/// <remarks>https://github.com/dotnet/sdk/blob/main/documentation/specs/runtime-configuration-file.md</remarks>
internal static class ProgramPackages
{
    /// <summary>The simple names of the assemblies that a package brought, in any of the file's targets; none where no file lies beside the program.</summary>
    /// <param name="program">The program's assembly.</param>
    /// <param name="id">The package's id.</param>
    public static IReadOnlyList<string> AssembliesOf(string program, string id)
    {
        var path = Path.ChangeExtension(program, ".deps.json");
        return File.Exists(path) ? InputFiles.Guard(path, () => JsonFile.Read(File.ReadAllBytes(path), "a program's dependencies", file => Read(file, id))) : [];
    }

    private static IReadOnlyList<string> Read(byte[] file, string id)
    {
        using var document = JsonDocument.Parse(file.AsMemory(file.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0));
        return
        [
            .. from target in Members(document.RootElement, "targets")
               from library in Members(target.Value)
               where library.Name.StartsWith(id + "/", StringComparison.OrdinalIgnoreCase)
               from asset in Members(library.Value, "runtime")
               select Path.GetFileNameWithoutExtension(asset.Name),
        ];
    }

    private static IEnumerable<JsonProperty> Members(JsonElement element) => element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : Enumerable.Empty<JsonProperty>();

    private static IEnumerable<JsonProperty> Members(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) ? Members(member) : [];
}
