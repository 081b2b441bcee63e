using System.Reflection.Metadata;
using WeakPack.Linking;
using WeakPack.Metadata;
using WeakPack.Units;

namespace WeakPack.Reflection;

/// <summary>Finds the types that strings among a module's attributes name: <c>[TypeConverter("Acme.PenConverter, Pack1")]</c>.</summary>
/// <remarks>
/// A string that is an assembly-qualified type name counts in any attribute. One without an assembly counts only where the
/// parameter is known to take a type's name.
/// </remarks>
internal sealed class NamesInAttributes
{
    private readonly MetadataImage _image;
    private readonly UseScanner _scanner;
    private readonly TypeNameParameters _parameters;
    private readonly Func<string, bool> _isOfInterest;

    private NamesInAttributes(MetadataImage image, UseScanner scanner, ReferenceSet references, Func<string, bool> isOfInterest)
    {
        _image = image;
        _scanner = scanner;
        _parameters = new TypeNameParameters(image, references);
        _isOfInterest = isOfInterest;
    }

    /// <summary>The types named by text, of those whose outermost type has a name of interest.</summary>
    /// <param name="image">The module.</param>
    /// <param name="scanner">Reads its attributes.</param>
    /// <param name="references">What it was compiled against.</param>
    /// <param name="isOfInterest">Asked of full names of outermost types.</param>
    /// <param name="words">Unless this is null: an attribute that holds none of these words is not looked into.</param>
    public static IEnumerable<NamedType> Find(MetadataImage image, UseScanner scanner, ReferenceSet references, Func<string, bool> isOfInterest, IEnumerable<string>? words = null)
    {
        var names = new NamesInAttributes(image, scanner, references, isOfInterest);
        var marks = words?.Select(word => new TextBytes(word)).ToList();
        foreach (var handle in image.Reader.CustomAttributes)
        {
            var attribute = image.Reader.GetCustomAttribute(handle);
            if (marks is not null && !marks.Exists(mark => mark.IsIn(image.Reader.GetBlobBytes(attribute.Value))))
                continue;
            foreach (var found in names.In(handle, attribute))
                yield return found with { User = AttributeSites.UserOf(image, handle) };
        }
    }

    private IEnumerable<NamedType> In(CustomAttributeHandle handle, CustomAttribute attribute) =>
        _scanner.Texts(attribute) is { Count: > 0 } texts ? In(handle, attribute, texts) : []; // most attributes have none

    private IEnumerable<NamedType> In(CustomAttributeHandle handle, CustomAttribute attribute, IReadOnlyList<TextInBlob> texts)
    {
        if (_image.AttributeName(handle) == DynamicDependency.AttributeName)
        {
            if (DynamicDependency.NamesIn(texts) is var (type, assembly) && DocumentationName.OutermostType(type, _isOfInterest) is { } outermost)
            {
                var name = outermost + type.Substring(outermost.Length).Replace('.', '+');
                yield return new(handle, -1, type, name, NameSearch.InNamedAssembly, assembly.Split(',')[0].Trim()) { IsHint = true };
            }

            yield break;
        }

        foreach (var text in texts.Where(text => !text.IsTypeName))
        {
            var isQualified = SerializedTypeName.TryParseQualified(text.Text) is not null;
            if (SerializedTypeName.TryParseText(text.Text) is not { } parsed)
                continue;

            foreach (var part in parsed.All().Where(part => _isOfInterest(part.TopLevelName)))
            {
                if (isQualified && part.AssemblySimpleName is { } owner)
                    yield return new(handle, -1, text.Text, part.Name, NameSearch.InNamedAssembly, owner);
                else if (part.Assembly is null && _parameters.TakesTypeName(handle, attribute, text))
                    yield return new(handle, -1, text.Text, part.Name, NameSearch.InOwnAssembly);
            }
        }
    }
}
