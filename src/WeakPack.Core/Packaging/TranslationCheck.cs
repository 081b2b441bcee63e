using WeakPack.Diagnostics;

namespace WeakPack.Packaging;

/// <summary>A resource for one culture. It is in a satellite, and not in the assembly.</summary>
/// <param name="File">The file that it is made of, as the project names it: <c>Texts.de.resx</c>.</param>
/// <param name="Culture">The culture: <c>de</c>.</param>
/// <param name="Unit">The weak unit that the project marks it with, or null.</param>
public sealed record TranslatedResource(string File, string Culture, string? Unit = null);

/// <summary>WP3019: a resource of a weak unit has translations, which don't go where the unit goes.</summary>
internal static class TranslationCheck
{
    public static IEnumerable<Diagnostic> Check(SplitPlan plan, IEnumerable<UnitResource> resources, IEnumerable<TranslatedResource> translations)
    {
        var byFile = translations.ToLookup(translation => NeutralFile(translation), StringComparer.OrdinalIgnoreCase);
        if (byFile.Count == 0)
            yield break;

        var units = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase); // by file
        foreach (var marked in byFile.SelectMany(translation => translation).Where(translation => translation.Unit is not null))
            units[NeutralFile(marked)] = marked.Unit!;
        foreach (var resource in resources)
            units[resource.File] = resource.Unit;

        foreach (var file in units.Keys.Where(byFile.Contains).OrderBy(file => file, StringComparer.Ordinal))
        {
            var cultures = byFile[file].Select(translation => translation.Culture).OrderBy(culture => culture, StringComparer.Ordinal);
            yield return Diagnostic.Create(Descriptors.TranslatedResource, null, file, units[file], string.Join(", ", cultures), plan.Module.Image.AssemblyName);
        }
    }

    // Texts.de.resx is a translation of Texts.resx.
    private static string NeutralFile(TranslatedResource resource)
    {
        var ending = Path.GetExtension(resource.File);
        var plain = resource.File.Substring(0, resource.File.Length - ending.Length);
        return plain.EndsWith("." + resource.Culture, StringComparison.OrdinalIgnoreCase) ? plain.Substring(0, plain.Length - resource.Culture.Length - 1) + ending : resource.File;
    }
}
