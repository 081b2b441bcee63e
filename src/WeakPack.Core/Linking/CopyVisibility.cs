using WeakPack.Diagnostics;

namespace WeakPack.Linking;

/// <summary>What copies may be seen by, as the project asks for it.</summary>
internal static class CopyVisibility
{
    /// <summary>Copies whose originals are public stay so.</summary>
    public static bool IsPublic(LinkRequest request) => string.Equals(request.CopyVisibility, "public", StringComparison.OrdinalIgnoreCase);

    /// <summary>WP3010 for a library that would offer its copies to others, and for a word that means nothing.</summary>
    public static IEnumerable<Diagnostic> Check(LinkRequest request)
    {
        var asked = request.CopyVisibility ?? "";
        if (IsPublic(request) && !request.IsExecutable)
        {
            yield return Diagnostic.Create(Descriptors.CopyVisibility, null, asked,
                "this project is a library, and whoever references it may have a copy of its own", "Set it in the executable that needs public types, or leave it out");
        }
        else if (asked.Length > 0 && !IsPublic(request) && !string.Equals(asked, "internal", StringComparison.OrdinalIgnoreCase))
        {
            yield return Diagnostic.Create(Descriptors.CopyVisibility, null, asked, "no such visibility is known", "Set it to 'public' or 'internal', or leave it out");
        }
    }
}
