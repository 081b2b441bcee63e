using System.Text;
using Mono.Cecil;
using WeakPack.ImportLibraries;
using WeakPack.Metadata;
using WeakPack.Modules;

namespace WeakPack.Linking;

/// <summary>The consumer's module: which weak types it names, and the redirection of those names to copies.</summary>
internal sealed class ConsumerModule : IDisposable
{
    private readonly AssemblyImage _image;
    private readonly SymbolTable _symbols;
    private readonly ModuleEnums _enums;
    private readonly List<(ICustomAttributeProvider Owner, int Index)> _attributesWithPackageNames = [];

    public ConsumerModule(AssemblyImage image, SymbolTable symbols, IEnumerable<string> packages, ModuleResolver resolver)
    {
        _image = image;
        _symbols = symbols;
        File = new ModuleFile(image, resolver);
        _enums = new ModuleEnums(Module);
        FindAttributes([.. packages]);
    }

    public ModuleFile File { get; }

    public ModuleDefinition Module => File.Module;

    /// <summary>The weak types that the compiler left to us, one unit each.</summary>
    public IReadOnlyList<(ImportLibrary Library, ManifestUnit Unit)> ReferencedUnits() =>
        [.. WeakTypeReferences().Select(found => (found.Library, found.Unit)).Concat(UnitsInAttributes()).Distinct()];

    /// <summary>Simple names of the assemblies of which the module names types that are not weak.</summary>
    public HashSet<string> StrongReferences()
    {
        var weak = new HashSet<TypeReference>(WeakTypeReferences().Select(found => found.Type));
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var type in Module.GetTypeReferences())
        {
            if (type.DeclaringType is null && type.Scope is AssemblyNameReference scope && !weak.Contains(type))
                names.Add(scope.Name);
        }

        names.UnionWith(Module.ExportedTypes.Select(type => type.Scope).OfType<AssemblyNameReference>().Select(scope => scope.Name));
        names.UnionWith(StrongNamesInAttributes());
        return names;
    }

    /// <summary>Makes the module itself the scope of its references to weak types, whose copies are in it now.</summary>
    /// <remarks>
    /// A type reference may name its own module (ECMA-335 II.22.38), and Cecil keeps the code of methods that nobody
    /// looks at undecoded: so the consumer's own code is not touched at all.
    /// </remarks>
    public void RedirectToCopies()
    {
        foreach (var (type, _, _) in WeakTypeReferences())
            type.Scope = Module;
        foreach (var (owner, index) in _attributesWithPackageNames)
        {
            var attribute = owner.CustomAttributes[index];
            owner.CustomAttributes[index] = new CustomAttribute(attribute.Constructor, AttributeCopier.MapTypeNames(attribute, _enums, DropAssembly));
        }
    }

    public AssemblyImage Write() => File.Write(File.Symbols);

    public void Dispose() => File.Dispose();

    private IEnumerable<(TypeReference Type, ImportLibrary Library, ManifestUnit Unit)> WeakTypeReferences()
    {
        foreach (var type in Module.GetTypeReferences())
        {
            if (type.DeclaringType is null && type.Scope is AssemblyNameReference scope && _symbols.Find(scope.Name, type.FullName) is var (library, unit))
                yield return (type, library, unit);
        }
    }

    // A type in an attribute's argument is text, with its assembly's name behind a comma.
    private void FindAttributes(string[] packages)
    {
        var marks = packages.Select(package => Encoding.UTF8.GetBytes(", " + package)).ToArray();
        if (!marks.Any(mark => _image.Bytes.AsSpan().IndexOf(mark) >= 0))
            return;

        foreach (var owner in AttributeOwners.Of(Module))
        {
            for (var i = 0; i < owner.CustomAttributes.Count; i++)
            {
                var blob = owner.CustomAttributes[i].GetBlob();
                if (marks.Any(mark => blob.AsSpan().IndexOf(mark) >= 0))
                    _attributesWithPackageNames.Add((owner, i));
            }
        }
    }

    private IEnumerable<SerializedTypeName> NamesInAttributes() =>
        from place in _attributesWithPackageNames
        from text in AttributeCopier.TypeNames(place.Owner.CustomAttributes[place.Index], _enums)
        let parsed = SerializedTypeName.TryParse(text.Name)
        where parsed is not null
        from name in parsed.All()
        where name.AssemblySimpleName is not null
        select name;

    private IEnumerable<(ImportLibrary, ManifestUnit)> UnitsInAttributes() =>
        NamesInAttributes().Select(name => _symbols.Find(name.AssemblySimpleName!, name.TopLevelName)).Where(found => found is not null).Select(found => found!.Value);

    private IEnumerable<string> StrongNamesInAttributes() =>
        NamesInAttributes().Where(name => _symbols.Find(name.AssemblySimpleName!, name.TopLevelName) is null).Select(name => name.AssemblySimpleName!);

    private string DropAssembly(string text)
    {
        if (SerializedTypeName.TryParse(text) is not { } parsed)
            return text;
        foreach (var name in parsed.All())
        {
            if (name.AssemblySimpleName is { } assembly && _symbols.Find(assembly, name.TopLevelName) is not null)
                name.Assembly = null;
        }

        return parsed.ToString();
    }
}
