using System.Reflection;
using System.Reflection.Metadata;
using WeakPack.Diagnostics;
using WeakPack.ImportLibraries;
using WeakPack.Inspection;
using WeakPack.Metadata;
using WeakPack.Units;

namespace WeakPack.Linking;

/// <summary>WP3011: a friend of a package uses internal strong code that names a weak type, of which the friend has a copy of its own.</summary>
/// <remarks>
/// The package's own build accepts such code, for nobody but friends sees it, and they may never use it. Used, it would fail at
/// run time: the package's code is about the type that the package retains. The same holds for an internal type that travels with weak units.
/// </remarks>
internal sealed class FriendCheck
{
    private readonly MetadataImage _image;
    private readonly MetadataReader _reader;
    private readonly ImportLibrary _library;
    private readonly UseScanner _scanner;
    private readonly LinkContext _link;

    private readonly PulledNodes? _pulled;
    private readonly FriendNames? _names;

    private FriendCheck(LinkContext link, ImportLibrary library, UseScanner scanner, PulledNodes? pulled)
    {
        _link = link;
        _image = link.Consumer;
        _reader = link.Consumer.Reader;
        _library = library;
        _scanner = scanner;
        _pulled = pulled;
        _names = link.Friends.Names(library.Package);
    }

    public static IEnumerable<Diagnostic> Check(LinkContext link, IReadOnlyList<PulledNodes> pulled)
    {
        var scanner = new UseScanner(link.Consumer, link.References);
        return link.Libraries.Values
            .Where(library => Accessibility.IsFriend(library.Image, link.Consumer.AssemblyName))
            .SelectMany(library => new FriendCheck(link, library, scanner, pulled.FirstOrDefault(nodes => nodes.Library == library)).Check());
    }

    private IEnumerable<Diagnostic> Check()
    {
        var problems = new Dictionary<EntityHandle, Problem>();
        foreach (var handle in _reader.MemberReferences)
        {
            if (WeakTypeOf(handle) is { } weak)
                problems.Add(handle, Problem.OfWeak(handle, Describe(handle), weak));
        }

        foreach (var handle in _reader.TypeReferences)
        {
            if (StrongType(handle) is { } type && WeakBaseOf(type) is { } weak)
                problems.Add(handle, Problem.OfWeak(handle, _library.Image.Describe(type), weak));
        }

        var conflicts = (_names?.Conflicts ?? []).Select(conflict => Problem.OfTravelling(conflict, _names!.TravelsWith(conflict.Names[0]).Name)).ToList();
        foreach (var conflict in conflicts.Where(conflict => conflict.User.Kind != HandleKind.MethodDefinition && !problems.ContainsKey(conflict.User)))
            problems.Add(conflict.User, conflict);

        var found = problems.Count == 0 ? [] : Users(problems).ToList();
        return found.Concat(Implementations()).Concat(conflicts.Where(conflict => conflict.User.Kind == HandleKind.MethodDefinition)).Concat(Strangers())
            .Select(problem => Diagnostic.Create(Descriptors.FriendUsesWeak, _link.Symbols.LocationOf(problem.User),
                _image.DescribeMember(problem.User), problem.Used, _library.Package, problem.Reason, problem.WayOut));
    }

    // The first use of each: no place belongs to a reference itself.
    private IEnumerable<Problem> Users(Dictionary<EntityHandle, Problem> problems)
    {
        var uses = new DistinctUses();
        foreach (var type in _reader.TypeDefinitions)
            _scanner.ScanType(uses, type);
        foreach (var use in uses.Take())
        {
            if (!problems.TryGetValue(use.Used, out var problem))
                continue;
            problems.Remove(use.Used);
            yield return problem with { User = use.User };
        }
    }

    // Types of the friend that extend the package's type, where the code of a linked unit looks for the copy: by a cast, say, of an object.
    private IEnumerable<Problem> Strangers()
    {
        var candidates = new HashSet<string>((_names?.OfPackage ?? []).Where(name => _pulled?.Nodes.Contains(_library.Graph.NodeOf(_library.Image.FindTopLevel(name)!.Value)) == true), StringComparer.Ordinal);
        if (candidates.Count == 0)
            return [];

        var lookups = IdentityLookups.Find(_library.Graph, _pulled!.Nodes.Contains);
        return from handle in _reader.TypeDefinitions
               from parent in Parents(_reader.GetTypeDefinition(handle))
               let expanded = _scanner.Expand(parent)[0]
               where expanded.Kind == HandleKind.TypeReference && IsOfPackage(_image, (TypeReferenceHandle)expanded)
               let name = _image.FullName((TypeReferenceHandle)expanded).Split('+')[0]
               where candidates.Contains(name) && lookups.Contains(name)
               select Problem.OfStranger(handle, name, lookups[name].First(), _names!.TravelsWith(name).Name);
    }

    private IEnumerable<EntityHandle> Parents(TypeDefinition type) =>
        type.GetInterfaceImplementations().Select(row => _reader.GetInterfaceImplementation(row).Interface).Append(type.BaseType).Where(parent => !parent.IsNil);

    // What implements or overrides a member does not refer to it.
    private IEnumerable<Problem> Implementations() =>
        from handle in _reader.TypeDefinitions
        let type = _reader.GetTypeDefinition(handle)
        from parent in Parents(type)
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
        select Problem.OfWeak(own, _library.Image.DescribeMember(method), weak);

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
        IsOfPackage(_image, handle) && _image.FullName(handle) is var name && _library.UnitOf(name.Split('+')[0]) is null && _names?.IsCopied(name.Split('+')[0]) != true
            ? _library.Image.Find(name)
            : null;

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

    private bool IsOfPackage(MetadataImage image, TypeReferenceHandle handle) => _library.IsNamedBy(image, handle);

    private string Describe(MemberReferenceHandle handle)
    {
        var member = _reader.GetMemberReference(handle);
        return _library.Image.Describe(StrongParent(member)!.Value) + "." + _reader.GetString(member.Name);
    }

    /// <param name="User">What of the friend uses it, or refers to it.</param>
    /// <param name="Used">What it uses of the package.</param>
    /// <param name="Reason">Why it may not.</param>
    /// <param name="WayOut">What to do.</param>
    private sealed record Problem(EntityHandle User, string Used, string Reason, string WayOut)
    {
        public static Problem OfWeak(EntityHandle user, string used, string weak) =>
            new(user, used, $"is internal and names its weak type '{weak}'", $"Use a member that names no weak type, or remove the mark from '{weak}'");

        public static Problem OfTravelling(Neighbours strong, string unit) =>
            new(strong.User, strong.Description, $"names its internal type '{strong.Names[0]}'; that travels with weak unit '{unit}', and this project uses it with weak code, too",
                $"Make '{strong.Names[0]}' public, or mark '{strong.Type}' weak as well");

        public static Problem OfStranger(EntityHandle user, string extended, string lookup, string unit) =>
            new(user, extended, $"is internal and travels with weak unit '{unit}'; linked '{lookup}' looks for a copy of it, and finds none in the package's", $"Make '{extended}' public");
    }
}
