using Mono.Cecil;
using WeakPack.Modules;

namespace WeakPack.Linking;

/// <summary>Copies what was placed of one import library, in the steps of a <see cref="TypeCopier"/>, and lets others' types stand for what was unified with them.</summary>
internal sealed class LibraryCopier
{
    private readonly LibraryPlacement _library;
    private readonly ReferenceMapper _mapper;
    private readonly TypeCopier _copier;
    private readonly IReadOnlyList<TypeDefinition> _types;

    public LibraryCopier(LibraryPlacement library, ModuleFile target, TargetScopes scopes, bool withCode)
    {
        var mapper = new ReferenceMapper(library.Source, target.Module, scopes, name => library.Pulled.Library.Image.FindTopLevel(name) is not null);
        var debugData = withCode ? Copies.DebugDataOf(library.File, library.Pulled.Library.Pdb, library.Slice, target, mapper) : null;
        (_library, _mapper, _types) = (library, mapper, [.. library.CopiedInOrder]);
        _copier = new TypeCopier(library.File, target, mapper, debugData, withCode);
        library.CopyOf = type => mapper.CopyOf(type)!;
    }

    public IReadOnlyList<TypeDefinition> Declare() => _copier.Declare(_types, type => _library.Copied[type]);

    /// <summary>When all libraries have declared their types.</summary>
    public void UnifyTypes()
    {
        foreach (var unified in _library.Unified)
            AddTypes(unified.Key, unified.Value());
    }

    public void DeclareMembers() => _copier.DeclareMembers(_types);

    /// <summary>When all libraries have declared their members.</summary>
    public void UnifyMembers()
    {
        foreach (var unified in _library.Unified)
            AddMembers(unified.Key, unified.Value());
    }

    public void Fill()
    {
        _copier.Fill(_types);
        HintCopier.CopySuppressions(_library, _mapper);
    }

    private void AddTypes(TypeDefinition original, TypeDefinition twin)
    {
        _mapper.Add(original, twin);
        foreach (var (nested, copy) in Pair(original.NestedTypes, twin.NestedTypes, (_, _) => true))
            AddTypes(nested, copy);
    }

    private void AddMembers(TypeDefinition original, TypeDefinition twin)
    {
        foreach (var (method, copy) in Pair(original.Methods, twin.Methods, Placement.SameParameters))
            _mapper.Add(method, copy);
        foreach (var (field, copy) in Pair(original.Fields, twin.Fields, (_, _) => true))
            _mapper.Add(field, copy);
        foreach (var (nested, copy) in Pair(original.NestedTypes, twin.NestedTypes, (_, _) => true))
            AddMembers(nested, copy);
    }

    // A twin that is a copy has the members in the same order. Only an attribute that a compiler embedded may have more
    // of them; its constructors are told apart by their parameters.
    private static IEnumerable<(T Original, T Twin)> Pair<T>(IList<T> originals, IList<T> twins, Func<T, T, bool> areAlike)
        where T : IMemberDefinition =>
        originals.Select(original => original.Name).SequenceEqual(twins.Select(twin => twin.Name), StringComparer.Ordinal)
            ? originals.Zip(twins, (original, twin) => (original, twin))
            : originals.Select(original => (original, twins.First(twin => twin.Name == original.Name && areAlike(original, twin))));
}
