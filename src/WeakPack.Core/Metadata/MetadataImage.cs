using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.InteropServices;
using System.Text;
using WeakPack.Damage;

namespace WeakPack.Metadata;

/// <summary>An assembly's metadata tables, for every question that needs no rewriting.</summary>
/// <remarks>System.Reflection.Metadata answers from the tables in place; Mono.Cecil would build objects first.</remarks>
internal sealed class MetadataImage : IDisposable
{
    private static readonly string[] AccessorPrefixes = ["get_", "set_", "add_", "remove_"];

    private const int MaxSearches = 32;

    private readonly PEReader _pe;
    private string? _assemblyName;
    private int _searches;
    private Dictionary<string, int>? _topLevelTypes; // rows by name
    private TypeNames? _typeNames;
    private readonly Dictionary<int, string> _names = [];
    private NestedTypes? _nested;
    private MemberRanges? _properties;
    private MemberRanges? _events;

    /// <exception cref="BadImageFormatException">The bytes are no managed assembly.</exception>
    public MetadataImage(AssemblyImage image)
        : this(image.Path, new PEReader(ImmutableCollectionsMarshal.AsImmutableArray(image.Bytes)))
    {
    }

    private MetadataImage(string path, PEReader pe)
    {
        Path = path;
        _pe = pe;
        AssemblyAttributes = new(this);
        if (!_pe.HasMetadata)
            throw new BadImageFormatException("The file has no managed metadata.");

        Reader = _pe.GetMetadataReader();
        if (!Reader.IsAssembly)
            throw new BadImageFormatException("The file is a module and no assembly.");
    }

    /// <summary>Opens an assembly of the framework, for a few of its types.</summary>
    /// <remarks>
    /// Its file lies in memory of its own: as an array it would be a large object, and a few of these make the runtime
    /// look through all of what a build has in memory.
    /// </remarks>
    /// <exception cref="BadImageFormatException">The file is no managed assembly.</exception>
    /// <exception cref="IOException">The file is missing or can't be read.</exception>
    public static MetadataImage OpenFramework(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        var pe = new PEReader(file, PEStreamOptions.PrefetchEntireImage | PEStreamOptions.LeaveOpen);
        try
        {
            return new(path, pe);
        }
        catch
        {
            pe.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file that no one here wrote, or that may have changed since.</summary>
    /// <exception cref="BadImageFormatException">The bytes are no managed assembly, or one that no reader survives.</exception>
    public static MetadataImage OpenForeign(AssemblyImage file)
    {
        MetadataImage? image = null;
        try
        {
            image = new MetadataImage(file);
            StructureCheck.Run(image.Pe, image.Reader);
            return image;
        }
        catch (Exception error)
        {
            image?.Dispose();
            if (error is BadImageFormatException)
                throw;

            // System.Reflection.Metadata says so of negative addresses and counts, too.
            throw new BadImageFormatException($"its metadata is damaged ({error.GetType().Name})", error);
        }
    }

    public string Path { get; }

    public MetadataReader Reader { get; }

    public PEReader Pe => _pe;

    public string AssemblyName => _assemblyName ??= Reader.GetString(Reader.GetAssemblyDefinition().Name);

    public IEnumerable<TypeDefinitionHandle> TopLevelTypes
    {
        get
        {
            foreach (var row in ByName.Values)
                yield return MetadataTokens.TypeDefinitionHandle(row);
        }
    }

    private Dictionary<string, int> ByName => _topLevelTypes ??= ReadTopLevelTypes();

    /// <summary>The top-level types by their names, for who asks for many of them without having text.</summary>
    public TypeNames TypeNames => _typeNames ??= new(Reader);

    public TypeDefinitionHandle? FindTopLevel(string fullName)
    {
        // What the name's bytes don't tell, since they are no UTF-8, stands in its text as this.
        if (_typeNames is not null && fullName.IndexOf('\uFFFD') < 0)
            return _typeNames.Find(Encoding.UTF8.GetBytes(fullName));

        // A few types of a framework's assembly are found sooner than all of its names are read.
        if (_topLevelTypes is null && _searches++ < MaxSearches)
            return Search(fullName);
        return ByName.TryGetValue(fullName, out var row) ? MetadataTokens.TypeDefinitionHandle(row) : null;
    }

    /// <summary>A type, nested or not, by the name that reflection gives it.</summary>
    public TypeDefinitionHandle? Find(string fullName)
    {
        if (FindTopLevel(fullName.Split('+')[0]) is not { } top)
            return null;
        foreach (var handle in WithNested(top))
        {
            if (FullName(handle) == fullName)
                return handle;
        }

        return null;
    }

    /// <summary>What is said of the assembly as a whole.</summary>
    public AssemblyAttributes AssemblyAttributes { get; }

    /// <summary>The name as reflection writes it: <c>Namespace.Outer+Nested`1</c>.</summary>
    public string FullName(TypeDefinitionHandle handle)
    {
        if (_names.TryGetValue(MetadataTokens.GetToken(handle), out var known))
            return known;

        var type = Reader.GetTypeDefinition(handle);
        var declaring = type.GetDeclaringType();
        var name = declaring.IsNil
            ? Join(Reader.GetString(type.Namespace), Reader.GetString(type.Name))
            : FullName(declaring) + "+" + Reader.GetString(type.Name);
        return _names[MetadataTokens.GetToken(handle)] = name;
    }

    public string FullName(TypeReferenceHandle handle)
    {
        if (_names.TryGetValue(MetadataTokens.GetToken(handle), out var known))
            return known;

        var type = Reader.GetTypeReference(handle);
        return _names[MetadataTokens.GetToken(handle)] = type.ResolutionScope.Kind == HandleKind.TypeReference
            ? FullName((TypeReferenceHandle)type.ResolutionScope) + "+" + Reader.GetString(type.Name)
            : Join(Reader.GetString(type.Namespace), Reader.GetString(type.Name));
    }

    /// <summary>The assembly, module or nil that a type reference, nested or not, names in the end.</summary>
    public EntityHandle Scope(TypeReferenceHandle handle)
    {
        var scope = Reader.GetTypeReference(handle).ResolutionScope;
        return scope.Kind == HandleKind.TypeReference ? Scope((TypeReferenceHandle)scope) : scope;
    }

    public TypeDefinitionHandle TopLevel(TypeDefinitionHandle handle)
    {
        // The flag spares a search of the table of nested classes.
        for (var type = Reader.GetTypeDefinition(handle); type.Attributes.IsNested(); type = Reader.GetTypeDefinition(handle))
            handle = type.GetDeclaringType();
        return handle;
    }

    /// <summary>The type that declares a method, field or type of this module; a type declares itself.</summary>
    public TypeDefinitionHandle TypeOf(EntityHandle definition) => definition.Kind switch
    {
        HandleKind.TypeDefinition => (TypeDefinitionHandle)definition,
        HandleKind.MethodDefinition => Reader.GetMethodDefinition((MethodDefinitionHandle)definition).GetDeclaringType(),
        HandleKind.FieldDefinition => Reader.GetFieldDefinition((FieldDefinitionHandle)definition).GetDeclaringType(),
        _ => throw new InvalidOperationException($"A {definition.Kind} is no definition."),
    };

    /// <summary>The type and all types nested in it, outermost first.</summary>
    public IEnumerable<TypeDefinitionHandle> WithNested(TypeDefinitionHandle handle)
    {
        yield return handle;
        foreach (var nested in NestedIn(handle))
        {
            foreach (var inner in WithNested(nested))
                yield return inner;
        }
    }

    /// <summary>The types that are nested in a type, but not those in them.</summary>
    public IEnumerable<TypeDefinitionHandle> NestedIn(TypeDefinitionHandle type) => (_nested ??= new(_pe, Reader)).Of(type);

    /// <summary>The properties of a type.</summary>
    public IEnumerable<PropertyDefinitionHandle> PropertiesOf(TypeDefinitionHandle type)
    {
        _properties ??= MemberRanges.OfProperties(_pe, Reader);
        var (begin, end) = _properties.Of(type);
        for (var row = begin; row < end; row++)
            yield return MetadataTokens.PropertyDefinitionHandle(row);
    }

    /// <summary>The events of a type.</summary>
    public IEnumerable<EventDefinitionHandle> EventsOf(TypeDefinitionHandle type)
    {
        _events ??= MemberRanges.OfEvents(_pe, Reader);
        var (begin, end) = _events.Of(type);
        for (var row = begin; row < end; row++)
            yield return MetadataTokens.EventDefinitionHandle(row);
    }

    /// <summary>A definition as a message names it: <c>Namespace.Outer.Nested.Member</c>.</summary>
    public string Describe(EntityHandle definition)
    {
        var type = FullName(TypeOf(definition)).Replace('+', '.');
        return definition.Kind switch
        {
            HandleKind.MethodDefinition => type + "." + Reader.GetString(Reader.GetMethodDefinition((MethodDefinitionHandle)definition).Name),
            HandleKind.FieldDefinition => type + "." + Reader.GetString(Reader.GetFieldDefinition((FieldDefinitionHandle)definition).Name),
            _ => type,
        };
    }

    /// <summary>
    /// As <see cref="Describe"/>, but what a compiler made of a property or event by the name of that, and an attribute
    /// or forward of the assembly as in its source, an embedded file by its name.
    /// </summary>
    public string DescribeMember(EntityHandle definition)
    {
        if (definition.Kind == HandleKind.CustomAttribute)
            return DescribeAttribute((CustomAttributeHandle)definition);
        if (definition.Kind == HandleKind.ExportedType)
            return "[assembly: TypeForwardedTo]";
        if (definition.Kind == HandleKind.ManifestResource)
            return Reader.GetString(Reader.GetManifestResource((ManifestResourceHandle)definition).Name);

        var name = Describe(definition);
        if (definition.Kind == HandleKind.FieldDefinition)
            return name.Replace(">k__BackingField", "").Replace(".<", ".");
        if (definition.Kind != HandleKind.MethodDefinition || (Reader.GetMethodDefinition((MethodDefinitionHandle)definition).Attributes & System.Reflection.MethodAttributes.SpecialName) == 0)
            return name;

        foreach (var prefix in AccessorPrefixes)
            name = name.Replace("." + prefix, ".");
        return name;
    }

    private string DescribeAttribute(CustomAttributeHandle handle)
    {
        var target = Reader.GetCustomAttribute(handle).Parent.Kind == HandleKind.ModuleDefinition ? "module" : "assembly";
        var name = (AttributeName(handle) is { Length: > 0 } plain ? plain : GenericAttributeName(handle)).Split('`')[0];
        return $"[{target}: {(name.EndsWith("Attribute", StringComparison.Ordinal) ? name.Substring(0, name.Length - "Attribute".Length) : name)}]";
    }

    private string GenericAttributeName(CustomAttributeHandle handle)
    {
        var constructor = Reader.GetMemberReference((MemberReferenceHandle)Reader.GetCustomAttribute(handle).Constructor);
        var type = Reader.GetTypeSpecification((TypeSpecificationHandle)constructor.Parent);
        return TypeName(TypeTokens.InTypeSpecification(Reader, type.Signature)[0]); // the generic type, before its arguments
    }

    /// <summary>The full name of the class of a custom attribute, wherever it is defined.</summary>
    public string AttributeName(CustomAttributeHandle handle)
    {
        var constructor = Reader.GetCustomAttribute(handle).Constructor;
        return constructor.Kind switch
        {
            HandleKind.MethodDefinition => FullName(TypeOf(constructor)),
            HandleKind.MemberReference => TypeName(Reader.GetMemberReference((MemberReferenceHandle)constructor).Parent),
            _ => throw new BadImageFormatException($"A custom attribute's constructor is a {constructor.Kind}."),
        };
    }

    /// <summary>The full name of a type definition or reference; empty for a type specification.</summary>
    public string TypeName(EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition => FullName((TypeDefinitionHandle)handle),
        HandleKind.TypeReference => FullName((TypeReferenceHandle)handle),
        _ => "",
    };

    public bool HasAttribute(CustomAttributeHandleCollection attributes, string fullName) =>
        attributes.Any(handle => AttributeName(handle) == fullName);

    public void Dispose() => _pe.Dispose();

    private TypeDefinitionHandle? Search(string fullName)
    {
        var dot = fullName.LastIndexOf('.');
        var space = dot < 0 ? "" : fullName.Substring(0, dot);
        var name = fullName.Substring(dot + 1);
        foreach (var handle in Reader.TypeDefinitions)
        {
            var type = Reader.GetTypeDefinition(handle);
            if (Reader.StringComparer.Equals(type.Name, name) && Reader.StringComparer.Equals(type.Namespace, space) && !type.Attributes.IsNested())
                return handle;
        }

        return null;
    }

    private Dictionary<string, int> ReadTopLevelTypes()
    {
        var types = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var handle in Reader.TypeDefinitions)
        {
            if (!Reader.GetTypeDefinition(handle).Attributes.IsNested())
                types[FullName(handle)] = MetadataTokens.GetRowNumber(handle);
        }

        return types;
    }

    /// <summary>A namespace, which may be empty, and a name in it.</summary>
    public static string Join(string space, string name) => space.Length == 0 ? name : space + "." + name;
}
