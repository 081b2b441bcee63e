using System.Text;
using Mono.Cecil;
using WeakPack.Damage;
using WeakPack.ImportLibraries;
using WeakPack.Metadata;
using WeakPack.Modules;

namespace WeakPack.Linking;

/// <summary>The consumer's module: which weak types it names, and the redirection of those names to copies.</summary>
internal sealed class ConsumerModule : IDisposable
{
    private readonly AssemblyImage _image;
    private readonly SymbolTable _symbols;
    private readonly FriendTypes _friends;
    private readonly ModuleEnums _enums;
    private readonly List<AttributePlace> _attributesWithPackageNames = [];
    private readonly List<TypeReference> _marshalers = [];

    public ConsumerModule(AssemblyImage image, SymbolTable symbols, LinkContext link)
    {
        _image = image;
        _symbols = symbols;
        _friends = link.Friends;
        File = new ModuleFile(image, link.Resolver);
        _enums = new ModuleEnums(Module);
        FindAttributes([.. link.Libraries.Keys]);
    }

    /// <summary>The consumer as it was before anything was linked.</summary>
    public AssemblyImage Image => _image;

    public ModuleFile File { get; }

    public ModuleDefinition Module => File.Module;

    /// <summary>Simple names of the packages of which a strong class marshals parameters or fields; a compiler adds no reference for it.</summary>
    public IEnumerable<string> StrongMarshalers => _marshalers.Where(type => type.Scope is AssemblyNameReference && SymbolOf(type) is null).Select(type => type.Scope.Name);

    /// <summary>The weak types that the compiler left to us, one unit each, and the units of what a friend names of that which travels with them.</summary>
    public IReadOnlyList<UnitSymbol> ReferencedUnits() =>
    [
        .. WeakTypeReferences().Select(found => found.Symbol).Concat(UnitsInAttributes()).Concat(_marshalers.Select(SymbolOf).OfType<UnitSymbol>()),
        .. Module.GetTypeReferences().Where(type => type.DeclaringType is null && type.Scope is AssemblyNameReference)
            .Select(type => _friends.UnitOf(type.Scope.Name, type.FullName)).OfType<UnitSymbol>(),
    ];

    /// <summary>Simple names of the assemblies of which the module names types that it has no copy of.</summary>
    public HashSet<string> StrongReferences(CopyTable copies)
    {
        var modifiers = Travellers(copies).ToList();
        var strong = StrongModifiers(modifiers);
        var weak = new HashSet<TypeReference>(WeakTypeReferences().Select(found => found.Type).Concat(modifiers.Where(type => !strong.Contains(type))));
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var type in Module.GetTypeReferences())
        {
            if (type.DeclaringType is null && type.Scope is AssemblyNameReference scope && !weak.Contains(type))
                names.Add(scope.Name);
        }

        names.UnionWith(Module.ExportedTypes.Select(type => type.Scope).OfType<AssemblyNameReference>().Select(scope => scope.Name));
        names.UnionWith(StrongNamesInAttributes());
        names.UnionWith(StrongMarshalers);
        return names;
    }

    /// <summary>Makes the module itself the scope of its references to weak types, whose copies are in it now.</summary>
    /// <remarks>
    /// A type reference may name its own module (ECMA-335 II.22.38), and Cecil keeps the code of methods that nobody
    /// looks at undecoded: so the consumer's own code is not touched at all.
    /// </remarks>
    public void RedirectToCopies(CopyTable copies)
    {
        var modifiers = Travellers(copies).ToList();
        var strong = StrongModifiers(modifiers);
        foreach (var type in modifiers)
        {
            var copy = copies.Find(((AssemblyNameReference)type.Scope).Name, type.FullName)!;
            if (strong.Contains(type))
            {
                CheckCode();
                ModifierPatch.Apply(Module, type, copy, IsOfWeakType);
            }
            else
            {
                (type.Name, type.Scope) = (copy.Name, Module);
            }
        }

        foreach (var (type, _) in WeakTypeReferences().ToList())
            type.Scope = Module;
        foreach (var marshaler in _marshalers.Distinct().Where(type => SymbolOf(type) is not null).ToList())
            (marshaler.Name, marshaler.Scope) = (copies.Find(marshaler.Scope.Name, marshaler.FullName)!.Name, Module);
        foreach (var (owner, index) in _attributesWithPackageNames)
        {
            var attribute = owner.CustomAttributes[index];
            owner.CustomAttributes[index] = new CustomAttribute(attribute.Constructor, AttributeCopier.MapTexts(attribute, _enums, text => NameCopies(text, copies)));
        }
    }

    public AssemblyImage Write() => File.Write(File.Symbols);

    public void Dispose() => File.Dispose();

    // All of it is decoded next, and Cecil takes memory for whatever length a damaged text is said to have.
    private void CheckCode()
    {
        using var image = new MetadataImage(_image);
        CodeAudit.Run(image);
    }

    private IEnumerable<WeakTypeReference> WeakTypeReferences()
    {
        foreach (var type in Module.GetTypeReferences())
        {
            if (type.DeclaringType is null && type.Scope is AssemblyNameReference scope && _symbols.Find(scope.Name, type.FullName) is { } symbol)
                yield return new(type, symbol);
        }
    }

    // An internal type of a package that travels with a unit can stand in the signatures of the unit's members, as a
    // modifier: IsExternalInit in a package for netstandard2.0. So the compiler wrote it into the consumer's references.
    // A friend names such types itself, and then may mean the package's own.
    private IEnumerable<TypeReference> Travellers(CopyTable copies) =>
        from type in Module.GetTypeReferences()
        where type.DeclaringType is null && type.Scope is AssemblyNameReference scope
            && _symbols.Find(scope.Name, type.FullName) is null && copies.Find(scope.Name, type.FullName) is not null
            && _friends.IsCopied(scope.Name, type.FullName) != false
        select type;

    // Those that also stand in the signatures of strong members, which go on naming the package's own type.
    private HashSet<TypeReference> StrongModifiers(List<TypeReference> modifiers)
    {
        var strong = new HashSet<TypeReference>();
        if (modifiers.Count == 0)
            return strong;

        foreach (var member in Module.GetMemberReferences().OfType<MethodReference>().Where(method => !IsOfWeakType(method)))
            strong.UnionWith(modifiers.Where(modifier => ModifierPatch.Names(member, modifier)));
        return strong;
    }

    private bool IsOfWeakType(MethodReference method)
    {
        var type = method.DeclaringType.GetElementType();
        while (type.DeclaringType is { } declaring)
            type = declaring;
        return type.Scope is AssemblyNameReference && SymbolOf(type) is not null;
    }

    // A type in an attribute's argument is text, with its assembly's name behind a comma.
    private void FindAttributes(string[] packages)
    {
        var marks = packages.Select(package => Encoding.UTF8.GetBytes(", " + package)).ToArray();
        if (!marks.Any(mark => _image.Bytes.AsSpan().IndexOf(mark) >= 0))
            return;

        FindMarshalers(packages);
        foreach (var owner in AttributeOwners.Of(Module))
        {
            for (var i = 0; i < owner.CustomAttributes.Count; i++)
            {
                var blob = owner.CustomAttributes[i].GetBlob();
                if (marks.Any(mark => blob.AsSpan().IndexOf(mark) >= 0))
                    _attributesWithPackageNames.Add(new(owner, i));
            }
        }
    }

    // Nor is there a reference to the class that marshals a parameter or field: its name is text as well (II.23.4).
    private void FindMarshalers(string[] packages)
    {
        var owners = Module.GetTypes().SelectMany(type => type.Fields.Cast<IMarshalInfoProvider>()
            .Concat(type.Methods.SelectMany(method => method.Parameters.Cast<IMarshalInfoProvider>().Append(method.MethodReturnType))));
        foreach (var custom in owners.Where(owner => owner.HasMarshalInfo).Select(owner => owner.MarshalInfo).OfType<CustomMarshalInfo>())
        {
            if (Outermost(custom.ManagedType) is { Scope: AssemblyNameReference scope } type && packages.Contains(scope.Name))
                _marshalers.Add(type);
        }
    }

    private UnitSymbol? SymbolOf(TypeReference outermost) => SymbolOf(outermost.Scope.Name, outermost.FullName);

    private UnitSymbol? SymbolOf(string assembly, string topLevelName) => _symbols.Find(assembly, topLevelName) ?? _friends.UnitOf(assembly, topLevelName);

    private static TypeReference? Outermost(TypeReference? type)
    {
        while (type?.DeclaringType is { } declaring)
            type = declaring;
        return type;
    }

    private IEnumerable<SerializedTypeName> NamesInAttributes() =>
        from place in _attributesWithPackageNames
        from text in AttributeCopier.Texts(place.Owner.CustomAttributes[place.Index], _enums)
        where text.IsTypeName
        let parsed = SerializedTypeName.TryParse(text.Text)
        where parsed is not null
        from name in parsed.All()
        where name.AssemblySimpleName is not null
        select name;

    private IEnumerable<UnitSymbol> UnitsInAttributes() =>
        NamesInAttributes().Select(name => SymbolOf(name.AssemblySimpleName!, name.TopLevelName)).OfType<UnitSymbol>();

    private sealed record AttributePlace(ICustomAttributeProvider Owner, int Index);

    private sealed record WeakTypeReference(TypeReference Type, UnitSymbol Symbol);

    private IEnumerable<string> StrongNamesInAttributes() =>
        NamesInAttributes().Where(name => SymbolOf(name.AssemblySimpleName!, name.TopLevelName) is null).Select(name => name.AssemblySimpleName!);

    // Only where the argument is a type: a string may be anything, and who reads it may look elsewhere.
    private string NameCopies(TextInBlob text, CopyTable copies)
    {
        if (!text.IsTypeName || SerializedTypeName.TryParse(text.Text) is not { } parsed)
            return text.Text;
        foreach (var name in parsed.All())
        {
            if (name.AssemblySimpleName is not { } assembly || SymbolOf(assembly, name.TopLevelName) is null)
                continue;
            name.Name = (copies.Find(assembly, name.TopLevelName)?.FullName ?? name.TopLevelName) + name.Name.Substring(name.TopLevelName.Length);
            name.Assembly = null;
        }

        return parsed.ToString();
    }
}
