namespace WeakPack.NativeLibraries;

/// <summary>Which platform may use what is for which: the file that the .NET SDK itself goes by.</summary>
/// <remarks>https://learn.microsoft.com/dotnet/core/rid-catalog</remarks>
public sealed class RuntimeGraph
{
    private readonly IReadOnlyDictionary<string, string[]> _imports;

    private RuntimeGraph(IReadOnlyDictionary<string, string[]> imports) => _imports = imports;

    /// <summary>Knows no platforms.</summary>
    public static RuntimeGraph Empty { get; } = new(new Dictionary<string, string[]>());

    /// <summary>Reads the graph's file.</summary>
    /// <exception cref="FormatException">It is no JSON.</exception>
    public static RuntimeGraph Read(byte[] json)
    {
        var imports = new Dictionary<string, string[]>(StringComparer.OrdinalIgnoreCase);
        foreach (var runtime in Json.Read(json).Member("runtimes")?.Elements() ?? [])
            imports[Json.Key(runtime)] = [.. runtime.Member("#import")?.Elements().Select(item => item.Value) ?? []];
        return new(imports);
    }

    /// <summary>The platforms whose libraries a platform may use, the nearest first. Itself is the first, known or not, and <c>any</c> the last.</summary>
    public IReadOnlyList<string> Expand(string rid)
    {
        var found = new List<string> { rid };
        for (var at = 0; at < found.Count; at++)
        {
            foreach (var import in _imports.TryGetValue(found[at], out var imports) ? imports : [])
            {
                if (!found.Contains(import, StringComparer.OrdinalIgnoreCase))
                    found.Add(import);
            }
        }

        found.RemoveAll(name => name is NativeAsset.AnyPlatform or "base");
        return [.. found, NativeAsset.AnyPlatform];
    }
}
