using WeakPack.ImportLibraries;
using WeakPack.Linking;
using WeakPack.Packaging;

namespace WeakPack.Bench;

/// <summary>What is measured: it must succeed.</summary>
internal static class Bench
{
    public static SplitResult Split(SplitRequest request)
    {
        var result = Splitter.Split(request);
        return result.Succeeded ? result : throw new InvalidOperationException(string.Join("\n", result.Diagnostics));
    }

    public static LinkResult Link(AssemblyImage consumer, IReadOnlyList<Reference> references, ImportLibraryPool? pool = null)
    {
        var result = Linker.Link(new LinkRequest { Consumer = consumer, References = references, IsExecutable = true, ImportLibraries = pool });
        return result is { Succeeded: true, Units.Count: > 0 } ? result : throw new InvalidOperationException(string.Join("\n", result.Diagnostics));
    }
}
