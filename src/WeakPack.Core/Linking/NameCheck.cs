using System.Reflection.Metadata;
using WeakPack.Diagnostics;
using WeakPack.ImportLibraries;
using WeakPack.Reflection;
using WeakPack.Units;

namespace WeakPack.Linking;

/// <summary>WP3009 in a consumer: a text names a weak type of a package for reflection, which would not find it there.</summary>
internal sealed class NameCheck
{
    private readonly LinkContext _link;
    private readonly SymbolTable _symbols;
    private readonly HashSet<string> _linked = new(StringComparer.Ordinal); // units, each behind its package

    private NameCheck(LinkContext link, SymbolTable symbols, IEnumerable<PulledNodes> pulled)
    {
        _link = link;
        _symbols = symbols;
        foreach (var nodes in pulled)
            _linked.UnionWith(nodes.Units.Select(unit => Key(nodes.Library, unit)));
    }

    public static IEnumerable<Diagnostic> Check(LinkContext link, SymbolTable symbols, IReadOnlyList<PulledNodes> pulled)
    {
        var check = new NameCheck(link, symbols, pulled);
        bool IsWeak(string topLevelName) => link.Libraries.Values.Any(library => library.UnitOf(topLevelName) is not null);

        // Whoever reads a string without an assembly looks in the consumer, and a name there is the consumer's own business.
        // The package's name stands behind a comma, or, in a hint for trimmers, alone: most consumers have neither.
        var marks = link.Libraries.Keys.SelectMany(package => new[] { ", " + package, "," + package }).Append(nameof(DynamicDependency));
        var inAttributes = marks.Any(mark => new TextBytes(mark).IsIn(link.Request.Consumer.Bytes))
            ? NamesInAttributes.Find(link.Consumer, new UseScanner(link.Consumer, link.References), link.References, IsWeak, link.Libraries.Keys).Where(name => name.Search == NameSearch.InNamedAssembly)
            : [];
        return NamesInCode.Find(link.Consumer, IsWeak).Concat(NamesInDescriptors.Find(link.Consumer, IsWeak)).Concat(inAttributes).Select(check.Check).Where(problem => problem is not null).Select(problem => problem!);
    }

    private Diagnostic? Check(NamedType name)
    {
        if (Target(name) is not { } symbol || symbol.Library.Image.Find(name.FullName) is not { } type)
            return null;

        var isLinked = _linked.Contains(Key(symbol.Library, symbol.Unit));
        if (isLinked && (name.IsHint || (name.Search != NameSearch.InNamedAssembly && !LooksInPackage(name))))
            return null; // a hint is turned to the copy

        var reason = isLinked ? $"but looks in '{symbol.Library.Package}', while the copy is in '{_link.Consumer.AssemblyName}'" : "and so does not link it";
        return Diagnostic.Create(Descriptors.NamedByText, _link.Symbols.LocationOf(name),
            _link.Consumer.DescribeMember(name.User), symbol.Library.Image.Describe(type), name.Text, reason, WayOut(name, isLinked))
            .ToldByCompiler(!name.IsInDescriptor && !name.IsHint && (name.Search == NameSearch.InNamedAssembly || LooksInPackage(name)));
    }

    private string WayOut(NamedType name, bool isLinked)
    {
        if (name.IsInDescriptor)
            return $"Name '{_link.Consumer.AssemblyName}' as its assembly{(isLinked ? "" : ", and use it in code")}";
        return isLinked ? "Use typeof" : "Use typeof, which does";
    }

    private static string Key(ImportLibrary library, ManifestUnit unit) => library.Package + "\n" + unit.Name;

    private UnitSymbol? Target(NamedType name) => name.Search switch
    {
        NameSearch.InNamedAssembly => _link.Libraries.Keys.FirstOrDefault(package => string.Equals(package, name.Assembly, StringComparison.OrdinalIgnoreCase)) is { } package
            ? _symbols.Find(package, name.TopLevelName)
            : null,
        NameSearch.InOwnAssembly => null, // never found the package's type, which is in another assembly
        NameSearch.InAssemblyOfType => PackageOf(name.Beside) is { } package ? _symbols.Find(package, name.TopLevelName) : null,
        NameSearch.InSomeAssembly => _link.Consumer.Find(name.FullName) is null
            ? _link.Libraries.Keys.Select(package => _symbols.Find(package, name.TopLevelName)).FirstOrDefault(symbol => symbol is not null)
            : null,
        _ => throw new NotSupportedException($"A search of kind {name.Search}."),
    };

    private bool LooksInPackage(NamedType name) =>
        name.Search == NameSearch.InAssemblyOfType && name.Beside.Kind == HandleKind.TypeReference
        && _symbols.Find(PackageOf(name.Beside)!, _link.Consumer.FullName((TypeReferenceHandle)name.Beside).Split('+')[0]) is null;

    private string? PackageOf(EntityHandle type) =>
        type.Kind == HandleKind.TypeReference && _link.Consumer.Scope((TypeReferenceHandle)type) is { Kind: HandleKind.AssemblyReference } scope
            ? _link.Consumer.Reader.GetString(_link.Consumer.Reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name)
            : null;
}
