using System.Reflection;
using System.Reflection.Metadata;
using WeakPack.Diagnostics;
using WeakPack.ImportLibraries;
using WeakPack.Metadata;
using WeakPack.Units;

namespace WeakPack.Linking;

/// <summary>WP3011: a friend of a package uses internal strong code that names a weak type, of which the friend has a copy of its own.</summary>
/// <remarks>
/// The package's own build accepts such code, for nobody but friends sees it, and they may never use it. Used, it would fail at
/// run time: the package's code is about the type that the package retains.
/// </remarks>
internal sealed class FriendCheck
{
    private readonly MetadataImage _image;
    private readonly MetadataReader _reader;
    private readonly ImportLibrary _library;
    private readonly UseScanner _scanner;
    private readonly LinkContext _link;

    private FriendCheck(LinkContext link, ImportLibrary library, UseScanner scanner)
    {
        _link = link;
        _image = link.Consumer;
        _reader = link.Consumer.Reader;
        _library = library;
        _scanner = scanner;
    }

    public static IEnumerable<Diagnostic> Check(LinkContext link)
    {
        var scanner = new UseScanner(link.Consumer, link.References);
        return link.Libraries.Values
            .Where(library => Accessibility.IsFriend(library.Image, link.Consumer.AssemblyName))
            .SelectMany(library => new FriendCheck(link, library, scanner).Check());
    }

    private IEnumerable<Diagnostic> Check()
    {
        var problems = new Dictionary<EntityHandle, (string Strong, string Weak)>();
        foreach (var handle in _reader.MemberReferences)
        {
            if (WeakTypeOf(handle) is { } weak)
                problems.Add(handle, (Describe(handle), weak));
        }

        foreach (var handle in _reader.TypeReferences)
        {
            if (StrongType(handle) is { } type && WeakBaseOf(type) is { } weak)
                problems.Add(handle, (_library.Image.Describe(type), weak));
        }

        var found = problems.Count == 0 ? [] : Users(problems).ToList();
        return found.Concat(Implementations()).Select(problem => Diagnostic.Create(Descriptors.FriendUsesWeak,
            _link.Symbols.LocationOf(problem.User), _image.DescribeMember(problem.User), problem.Strong, _library.Package, problem.Weak));
    }

    // The first use of each: no place belongs to a reference itself.
    private IEnumerable<(EntityHandle User, string Strong, string Weak)> Users(Dictionary<EntityHandle, (string Strong, string Weak)> problems)
    {
        var uses = new DistinctUses();
        foreach (var type in _reader.TypeDefinitions)
            _scanner.ScanType(uses, type);
        foreach (var use in uses.Take())
        {
            if (!problems.TryGetValue(use.Used, out var problem))
                continue;
            problems.Remove(use.Used);
            yield return (use.User, problem.Strong, problem.Weak);
        }
    }

    // What implements or overrides a member does not refer to it.
    private IEnumerable<(EntityHandle User, string Strong, string Weak)> Implementations() =>
        from handle in _reader.TypeDefinitions
        let type = _reader.GetTypeDefinition(handle)
        from parent in type.GetInterfaceImplementations().Select(row => _reader.GetInterfaceImplementation(row).Interface).Append(type.BaseType)
        where !parent.IsNil
        let expanded = _scanner.Expand(parent)[0]
        where expanded.Kind == HandleKind.TypeReference
        let strong = StrongType((TypeReferenceHandle)expanded)
        where strong is not null
        from method in _library.Image.Reader.GetTypeDefinition(strong.Value).GetMethods()
        let definition = _library.Image.Reader.GetMethodDefinition(method)
        where (definition.Attributes & MethodAttributes.Virtual) != 0
        let name = _library.Image.Reader.GetString(definition.Name)
        let weak = FirstWeak(_library.Graph.Scanner, _library.Image, TypeTokens.In(_library.Image.Reader, definition.Signature))
        where weak is not null
        from own in type.GetMethods()
        where _reader.StringComparer.Equals(_reader.GetMethodDefinition(own).Name, name)
        select ((EntityHandle)own, _library.Image.DescribeMember(method), weak);

    private string? WeakTypeOf(MemberReferenceHandle handle)
    {
        var member = _reader.GetMemberReference(handle);
        return StrongParent(member) is null ? null : FirstWeak(_scanner, _image, TypeTokens.In(_reader, member.Signature));
    }

    private TypeDefinitionHandle? StrongParent(MemberReference member) =>
        member.Parent.Kind is HandleKind.TypeReference or HandleKind.TypeSpecification
        && _scanner.Expand(member.Parent) is { Length: > 0 } expanded && expanded[0] is { Kind: HandleKind.TypeReference } parent
            ? StrongType((TypeReferenceHandle)parent)
            : null;

    private TypeDefinitionHandle? StrongType(TypeReferenceHandle handle) =>
        IsOfPackage(_image, handle) && _library.UnitOf(_image.FullName(handle).Split('+')[0]) is null ? _library.Image.Find(_image.FullName(handle)) : null;

    private string? WeakBaseOf(TypeDefinitionHandle handle)
    {
        var type = _library.Image.Reader.GetTypeDefinition(handle);
        foreach (var parent in type.GetInterfaceImplementations().Select(row => _library.Image.Reader.GetInterfaceImplementation(row).Interface).Append(type.BaseType))
        {
            if (parent.IsNil)
                continue;
            if (FirstWeak(_library.Graph.Scanner, _library.Image, [parent]) is { } weak)
                return weak;
            if (_library.Graph.Scanner.Expand(parent)[0] is { Kind: HandleKind.TypeDefinition } own && WeakBaseOf((TypeDefinitionHandle)own) is { } inherited)
                return inherited;
        }

        return null;
    }

    private string? FirstWeak(UseScanner scanner, MetadataImage image, IEnumerable<EntityHandle> types) =>
        types.SelectMany(scanner.Expand)
            .Where(type => type.Kind == HandleKind.TypeDefinition ? image == _library.Image : IsOfPackage(image, (TypeReferenceHandle)type))
            .Select(image.TypeName)
            .FirstOrDefault(name => _library.UnitOf(name.Split('+')[0]) is not null)?.Replace('+', '.');

    private bool IsOfPackage(MetadataImage image, TypeReferenceHandle handle) =>
        image.Scope(handle) is { Kind: HandleKind.AssemblyReference } scope
        && image.Reader.StringComparer.Equals(image.Reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name, _library.Package);

    private string Describe(MemberReferenceHandle handle)
    {
        var member = _reader.GetMemberReference(handle);
        return _library.Image.Describe(StrongParent(member)!.Value) + "." + _reader.GetString(member.Name);
    }
}
