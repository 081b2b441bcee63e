using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace WeakPack.Core.Tests.Fixtures;

/// <summary>An assembly as a test asks about it.</summary>
internal sealed class AssemblyView : IDisposable
{
    private readonly PEReader _pe;
    private readonly MetadataReader _metadata;

    public AssemblyView(byte[] image)
    {
        _pe = new PEReader(new MemoryStream(image));
        _metadata = _pe.GetMetadataReader();
    }

    public string Name => _metadata.GetString(_metadata.GetAssemblyDefinition().Name);

    /// <summary>Full names of the top-level types, without &lt;Module&gt;.</summary>
    public IReadOnlyList<string> Types =>
        [.. _metadata.TypeDefinitions
            .Where(h => !_metadata.GetTypeDefinition(h).IsNested)
            .Select(NameOf)
            .Where(n => n != "<Module>")];

    public IReadOnlyList<string> AssemblyReferences =>
        [.. _metadata.AssemblyReferences.Select(h => _metadata.GetString(_metadata.GetAssemblyReference(h).Name))];

    public IReadOnlyList<string> ModuleReferences =>
        [.. Enumerable.Range(1, _metadata.GetTableRowCount(TableIndex.ModuleRef))
            .Select(row => MetadataTokens.ModuleReferenceHandle(row))
            .Select(h => _metadata.GetString(_metadata.GetModuleReference(h).Name))];

    public IReadOnlyList<string> Resources =>
        [.. _metadata.ManifestResources.Select(h => _metadata.GetString(_metadata.GetManifestResource(h).Name))];

    /// <summary>Full names of the attributes on the assembly.</summary>
    public IReadOnlyList<string> Attributes => AttributesOf(_metadata.GetAssemblyDefinition().GetCustomAttributes());

    public bool HasType(string fullName) => Find(fullName) is not null;

    public TypeView Type(string fullName) =>
        Find(fullName) is { } handle
            ? new TypeView(this, handle)
            : throw new AssertFailedException($"{Name} has no type {fullName}. It has: {string.Join(", ", Types)}");

    /// <summary>A unit that is one type.</summary>
    public TypeView Unit(string fullName) => Type(fullName);

    public void Dispose() => _pe.Dispose();

    private TypeDefinitionHandle? Find(string fullName)
    {
        foreach (var handle in _metadata.TypeDefinitions)
        {
            if (NameOf(handle) == fullName)
                return handle;
        }

        return null;
    }

    private string NameOf(TypeDefinitionHandle handle)
    {
        var type = _metadata.GetTypeDefinition(handle);
        var name = _metadata.GetString(type.Name);
        return type.IsNested ? $"{NameOf(type.GetDeclaringType())}/{name}"
            : type.Namespace.IsNil ? name
            : $"{_metadata.GetString(type.Namespace)}.{name}";
    }

    private List<string> AttributesOf(CustomAttributeHandleCollection attributes) =>
        [.. attributes.Select(h => AttributeTypeOf(_metadata.GetCustomAttribute(h)))];

    private string AttributeTypeOf(CustomAttribute attribute)
    {
        var type = attribute.Constructor.Kind == HandleKind.MethodDefinition
            ? _metadata.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType()
            : _metadata.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent;
        return type.Kind switch
        {
            HandleKind.TypeDefinition => NameOf((TypeDefinitionHandle)type),
            HandleKind.TypeReference => NameOf((TypeReferenceHandle)type),
            _ => "generic attribute",
        };
    }

    private string NameOf(TypeReferenceHandle handle)
    {
        var type = _metadata.GetTypeReference(handle);
        var name = _metadata.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference ? $"{NameOf((TypeReferenceHandle)type.ResolutionScope)}/{name}"
            : type.Namespace.IsNil ? name
            : $"{_metadata.GetString(type.Namespace)}.{name}";
    }

    /// <summary>A type as a test asks about it.</summary>
    internal sealed class TypeView(AssemblyView assembly, TypeDefinitionHandle handle)
    {
        private readonly TypeDefinition _type = assembly._metadata.GetTypeDefinition(handle);

        public bool IsPublic => (_type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public;

        public bool IsNotPublic => (_type.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.NotPublic;

        /// <summary>A method of it, or of a type nested in it, does more than a reference stub.</summary>
        public bool HasCode =>
            _type.GetMethods().Any(HasBody) || _type.GetNestedTypes().Any(n => new TypeView(assembly, n).HasCode);

        /// <summary>Full names of its attributes.</summary>
        public IReadOnlyList<string> Attributes => assembly.AttributesOf(_type.GetCustomAttributes());

        public IReadOnlyList<string> Methods =>
            [.. _type.GetMethods().Select(h => assembly._metadata.GetString(assembly._metadata.GetMethodDefinition(h).Name))];

        /// <summary>Who may use a method of it.</summary>
        public MethodAttributes AccessOf(string method) =>
            _type.GetMethods().Select(h => assembly._metadata.GetMethodDefinition(h)).Single(m => assembly._metadata.GetString(m.Name) == method).Attributes & MethodAttributes.MemberAccessMask;

        public IReadOnlyList<string> Fields =>
            [.. _type.GetFields().Select(h => assembly._metadata.GetString(assembly._metadata.GetFieldDefinition(h).Name))];

        /// <summary>No body, or the body that the compiler writes into reference assemblies: throw null.</summary>
        private bool HasBody(MethodDefinitionHandle method)
        {
            var rva = assembly._metadata.GetMethodDefinition(method).RelativeVirtualAddress;
            return rva != 0 && assembly._pe.GetMethodBody(rva).GetILBytes() is not ([0x14, 0x7A] or [0x14, 0x7A, 0x2A]);
        }
    }
}
