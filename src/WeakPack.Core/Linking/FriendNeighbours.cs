using System.Reflection;
using System.Reflection.Metadata;
using WeakPack.ImportLibraries;
using WeakPack.Metadata;
using WeakPack.Units;

namespace WeakPack.Linking;

/// <summary>A type of a package, and what of the same package stands beside it in a consumer.</summary>
/// <param name="Type">The outermost type's full name.</param>
/// <param name="User">What of the consumer names it: a reference to a member or a type, or a method that overrides one.</param>
/// <param name="Description">The type or its member, as a message names it.</param>
/// <param name="Names">Full names of outermost types.</param>
internal sealed record Neighbours(string Type, EntityHandle User, string Description, IReadOnlyList<string> Names);

/// <summary>Finds what stands beside each type of a package that a consumer names: in signatures of its members, and as its bases.</summary>
internal sealed class FriendNeighbours
{
    private readonly MetadataImage _image;
    private readonly MetadataReader _reader;
    private readonly ImportLibrary _library;
    private readonly UseScanner _scanner;

    private FriendNeighbours(MetadataImage image, ImportLibrary library, UseScanner scanner)
    {
        _image = image;
        _reader = image.Reader;
        _library = library;
        _scanner = scanner;
    }

    public static IReadOnlyList<Neighbours> Find(MetadataImage image, ImportLibrary library, UseScanner scanner)
    {
        var found = new FriendNeighbours(image, library, scanner);
        return [.. found.OfMembers().Concat(found.OfTypes()).Concat(found.OfOverrides()).Where(pair => pair.Names.Count > 0)];
    }

    private IEnumerable<Neighbours> OfMembers()
    {
        foreach (var handle in _reader.MemberReferences)
        {
            var member = _reader.GetMemberReference(handle);
            if (member.Parent.Kind is HandleKind.TypeReference or HandleKind.TypeSpecification && Definition(member.Parent) is { } type)
                yield return new(TopLevel(type), handle, _library.Image.Describe(type) + "." + _reader.GetString(member.Name), Names(_scanner.TypesIn(member.Signature)));
        }
    }

    // A delegate's signature is that of its Invoke, which who only makes one does not name.
    private IEnumerable<Neighbours> OfTypes()
    {
        foreach (var handle in _reader.TypeReferences)
        {
            if (Definition(handle) is not { } type)
                continue;
            var names = Bases(type, []).ToList();
            foreach (var method in _library.Image.Reader.GetTypeDefinition(type).GetMethods().Select(_library.Image.Reader.GetMethodDefinition))
            {
                if ((method.Attributes & MethodAttributes.Virtual) != 0 && _library.Image.Reader.StringComparer.Equals(method.Name, "Invoke") && IsDelegate(type))
                    names.AddRange(OwnNames(_library.Graph.Scanner.TypesIn(method.Signature)));
            }

            yield return new(TopLevel(type), handle, _library.Image.Describe(type), names);
        }
    }

    // What implements or overrides a member does not refer to it.
    private IEnumerable<Neighbours> OfOverrides() =>
        from handle in _reader.TypeDefinitions
        let own = _reader.GetTypeDefinition(handle)
        from parent in own.GetInterfaceImplementations().Select(row => _reader.GetInterfaceImplementation(row).Interface).Append(own.BaseType)
        where !parent.IsNil
        let type = Definition(parent)
        where type is not null
        from method in _library.Image.Reader.GetTypeDefinition(type.Value).GetMethods()
        let inherited = _library.Image.Reader.GetMethodDefinition(method)
        where (inherited.Attributes & MethodAttributes.Virtual) != 0
        let name = _library.Image.Reader.GetString(inherited.Name)
        from overriding in own.GetMethods()
        where _reader.StringComparer.Equals(_reader.GetMethodDefinition(overriding).Name, name)
        select new Neighbours(TopLevel(type.Value), overriding, _library.Image.DescribeMember(method), OwnNames(_library.Graph.Scanner.TypesIn(inherited.Signature)));

    private IEnumerable<string> Bases(TypeDefinitionHandle handle, HashSet<TypeDefinitionHandle> seen)
    {
        if (!seen.Add(handle))
            yield break; // an interface comes by several ways
        var type = _library.Image.Reader.GetTypeDefinition(handle);
        foreach (var parent in type.GetInterfaceImplementations().Select(row => _library.Image.Reader.GetInterfaceImplementation(row).Interface).Append(type.BaseType))
        {
            if (parent.IsNil)
                continue;
            var expanded = _library.Graph.Scanner.Expand(parent);
            foreach (var name in OwnNames(expanded))
                yield return name;
            if (expanded[0].Kind != HandleKind.TypeDefinition)
                continue;
            foreach (var name in Bases((TypeDefinitionHandle)expanded[0], seen))
                yield return name;
        }
    }

    private bool IsDelegate(TypeDefinitionHandle type) =>
        _library.Image.Reader.GetTypeDefinition(type).BaseType is { IsNil: false } parent && _library.Image.TypeName(_library.Graph.Scanner.Expand(parent)[0]) == "System.MulticastDelegate";

    // The type itself, and not its arguments: members are of List<T>, whatever T is.
    private TypeDefinitionHandle? Definition(EntityHandle type) =>
        _scanner.Expand(type) is { Length: > 0 } expanded && expanded[0] is { Kind: HandleKind.TypeReference } reference && _library.IsNamedBy(_image, (TypeReferenceHandle)reference)
            ? _library.Image.Find(_image.FullName((TypeReferenceHandle)reference))
            : null;

    private string TopLevel(TypeDefinitionHandle type) => _library.Image.FullName(_library.Image.TopLevel(type));

    private IReadOnlyList<string> Names(IEnumerable<EntityHandle> types) =>
    [
        .. from type in types
           where type.Kind == HandleKind.TypeReference && _library.IsNamedBy(_image, (TypeReferenceHandle)type)
           select _image.FullName((TypeReferenceHandle)type).Split('+')[0],
    ];

    private IReadOnlyList<string> OwnNames(IEnumerable<EntityHandle> types) =>
        [.. types.Where(type => type.Kind == HandleKind.TypeDefinition).Select(type => TopLevel((TypeDefinitionHandle)type))];
}
