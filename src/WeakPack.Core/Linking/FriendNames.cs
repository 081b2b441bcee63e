using System.Reflection;
using System.Reflection.Metadata;
using System.Text;
using WeakPack.ImportLibraries;
using WeakPack.Metadata;
using WeakPack.Units;

namespace WeakPack.Linking;

/// <summary>The internal types of one package that travel with its weak units, and that a friend names itself: which of them are copied.</summary>
/// <remarks>
/// A reference to a type means one thing in all of the consumer. What stands beside a weak type, in the signature of a member or as a base, is a copy, for
/// the weak type is one; and what stands beside a strong type is the package's. Types of this kind that stand beside each other go the same way. What the
/// package has not kept is a copy; of the rest, where nothing tells, the package's own is meant.
/// </remarks>
internal sealed class FriendNames
{
    private readonly MetadataImage _image;
    private readonly ImportLibrary _library;
    private readonly Dictionary<string, Travelling> _types = new(StringComparer.Ordinal);

    public FriendNames(LinkContext link, ImportLibrary library, UseScanner scanner)
    {
        _image = link.Consumer;
        _library = library;
        var named = TypesNamed(scanner);
        if (!named.Any(IsCandidate))
            return;

        FindTravelling(named, link.References.Open(library.Reference));
        if (_types.Count == 0)
            return;
        var beside = FriendNeighbours.Find(_image, library, scanner);
        while (beside.Aggregate(false, (changed, pair) => Spread(pair) || changed))
        {
        }

        Conflicts = [.. beside.Where(pair => IsStrong(pair.Type)).SelectMany(pair => pair.Names.Where(IsBoth).Distinct().Select(name => pair with { Names = [name] }))];
    }

    /// <summary>What stands beside strong types and would have to be a copy all the same. Each has one name.</summary>
    public IReadOnlyList<Neighbours> Conflicts { get; } = [];

    /// <summary>Full names of the types whose names mean the package's own.</summary>
    public IEnumerable<string> OfPackage => _types.Where(type => !type.Value.IsCopied).Select(type => type.Key);

    public bool? IsCopied(string topLevelName) => _types.TryGetValue(topLevelName, out var type) ? type.IsCopied : null;

    public UnitSymbol? UnitOf(string topLevelName) => IsCopied(topLevelName) == true ? new(_library, _types[topLevelName].Unit) : null;

    /// <summary>The weak unit that a type travels with.</summary>
    public ManifestUnit TravelsWith(string topLevelName) => _types[topLevelName].Unit;

    private bool IsStrong(string name) => !_types.ContainsKey(name) && _library.UnitOf(name) is null;

    private bool IsBoth(string name) => _types.TryGetValue(name, out var type) && type.WantsCopy && type.WantsPackage;

    // What was learned of one side holds for the other. A strong type beside a copy says nothing: there is but one of it.
    private bool Spread(Neighbours pair)
    {
        var changed = false;
        foreach (var name in pair.Names)
        {
            if (_types.TryGetValue(name, out var type))
                changed |= type.Want(copy: WantsCopy(pair.Type), package: WantsPackage(pair.Type) || IsStrong(pair.Type));
            if (_types.TryGetValue(pair.Type, out var user))
                changed |= user.Want(copy: WantsCopy(name), package: WantsPackage(name));
        }

        return changed;
    }

    private bool WantsCopy(string name) => _types.TryGetValue(name, out var type) ? type.WantsCopy : _library.UnitOf(name) is not null;

    private bool WantsPackage(string name) => _types.TryGetValue(name, out var type) && type.WantsPackage;

    private HashSet<string> TypesNamed(UseScanner scanner)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var handle in _image.Reader.TypeReferences)
        {
            if (_library.IsNamedBy(_image, handle))
                names.Add(_image.FullName(handle).Split('+')[0]);
        }

        var mark = Encoding.UTF8.GetBytes(", " + _library.Package);
        foreach (var handle in _image.Reader.CustomAttributes)
        {
            var attribute = _image.Reader.GetCustomAttribute(handle);
            if (_image.Reader.GetBlobBytes(attribute.Value).AsSpan().IndexOf(mark) >= 0)
                names.UnionWith(scanner.TypeNames(attribute).Where(name => name.AssemblySimpleName == _library.Package).Select(name => name.TopLevelName));
        }

        return names;
    }

    // A static class without members stands in signatures as a modifier, and there each member may have its own.
    private bool IsCandidate(string name)
    {
        if (_library.UnitOf(name) is not null || _library.Image.FindTopLevel(name) is not { } handle)
            return false;
        var type = _library.Image.Reader.GetTypeDefinition(handle);
        var isModifier = (type.Attributes & (TypeAttributes.Abstract | TypeAttributes.Sealed)) == (TypeAttributes.Abstract | TypeAttributes.Sealed)
            && type.GetMethods().Count == 0 && type.GetFields().Count == 0;
        return type.Attributes.IsTopLevelInternal() && !isModifier;
    }

    // With units that are linked anyway, if it can be.
    private void FindTravelling(HashSet<string> named, MetadataImage? runtime)
    {
        var wanted = new HashSet<string>(named.Where(IsCandidate), StringComparer.Ordinal);
        foreach (var unit in _library.Manifest.Units.OrderBy(unit => !unit.Types.Any(type => named.Contains(type.Name))).ThenBy(unit => unit.Name, StringComparer.Ordinal))
        {
            foreach (var name in SymbolTable.Reach(_library, [unit]).Select(node => node.Name).Where(wanted.Remove).ToList())
                _types.Add(name, new(unit, runtime?.FindTopLevel(name) is not null));
            if (wanted.Count == 0)
                return;
        }
    }

    private sealed class Travelling(ManifestUnit unit, bool isKept)
    {
        public ManifestUnit Unit => unit;

        public bool WantsCopy { get; private set; } = !isKept;

        public bool WantsPackage { get; private set; }

        public bool IsCopied => WantsCopy;

        public bool Want(bool copy, bool package)
        {
            var before = (WantsCopy, WantsPackage);
            (WantsCopy, WantsPackage) = (WantsCopy || copy, WantsPackage || package);
            return before != (WantsCopy, WantsPackage);
        }
    }
}
