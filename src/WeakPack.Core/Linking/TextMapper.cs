using Mono.Cecil;
using WeakPack.Metadata;

namespace WeakPack.Linking;

/// <summary>Translates texts that name types of a package's module: what is copied gets the copy's name.</summary>
/// <param name="mapper">Knows the copies.</param>
/// <param name="source">What is copied from: the package's module, or a slice of it.</param>
/// <param name="isType">Whether a top-level type is in the package's module; the types of a slice alone would not tell.</param>
/// <param name="reference">The target's reference to the package, made when it is asked for.</param>
/// <param name="takeShipped">Learns of the other assemblies that are named.</param>
internal sealed class TextMapper(ReferenceMapper mapper, ModuleDefinition source, Func<string, bool> isType, Func<AssemblyNameReference> reference, Action<string> takeShipped)
{
    private string Package => source.Assembly.Name.Name;

    /// <summary>A text among an attribute's arguments: the name of a type, or one that is certain to name a copied type.</summary>
    public string Map(TextInBlob text) => text.IsTypeName ? MapTypeName(text.Text) : MapString(text.Text);

    /// <summary>
    /// The names by which a trimmer finds the copy of a type that is named as documentation does; null when it has no copy.
    /// </summary>
    public (string Type, string Assembly)? MapDocumented(string type, string assembly) =>
        string.Equals(assembly.Split(',')[0].Trim(), Package, StringComparison.OrdinalIgnoreCase) && MapDocumented(type) is { } mapped
            ? (mapped, mapper.Target.Assembly.Name.Name)
            : null;

    /// <summary>The name of a copied type, or of a member of one, as documentation writes it; null when it has no copy.</summary>
    public string? MapDocumented(string name) =>
        DocumentationName.OutermostType(name, isType) is { } outermost && CopyOf(outermost) is { } copy
            ? DocumentationName.WithOutermostType(name, outermost, copy.FullName)
            : null;

    // Whoever reads the text needs the assembly, and finds the copy in the target.
    private string MapString(string text)
    {
        if (SerializedTypeName.TryParseQualified(text) is not { } parsed)
            return text;

        var isChanged = false;
        foreach (var name in parsed.All())
        {
            if (!string.Equals(name.AssemblySimpleName, Package, StringComparison.OrdinalIgnoreCase)
                || CopyOf(name.TopLevelName.Replace("\\", "")) is not { } copy)
            {
                continue;
            }

            name.Name = copy.FullName + name.Name.Substring(name.TopLevelName.Length);
            name.Assembly = name.Assembly!.IndexOf(',') >= 0 ? mapper.Target.Assembly.Name.FullName : mapper.Target.Assembly.Name.Name;
            isChanged = true;
        }

        return isChanged ? parsed.ToString() : text;
    }

    // What is copied loses its assembly, what stays behind gets that of the package. A compiler refers to all that it names in such a text.
    private string MapTypeName(string text)
    {
        if (SerializedTypeName.TryParse(text) is not { } parsed)
            return text;

        foreach (var name in parsed.All())
        {
            if (name.AssemblySimpleName is { } assembly && assembly != Package)
            {
                takeShipped(assembly);
                continue;
            }

            if (!isType(name.TopLevelName.Replace("\\", "")))
                continue; // of the core library, or of nowhere

            if (CopyOf(name.TopLevelName.Replace("\\", "")) is { } copy)
            {
                name.Name = copy.FullName + name.Name.Substring(name.TopLevelName.Length);
                name.Assembly = null;
            }
            else
            {
                name.Assembly = reference().FullName;
            }
        }

        return parsed.ToString();
    }

    private TypeDefinition? CopyOf(string topLevelName) => source.GetType(topLevelName) is { } original ? mapper.CopyOf(original) : null;
}
