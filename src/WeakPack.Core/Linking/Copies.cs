using System.Reflection.Metadata.Ecma335;
using Mono.Cecil;
using WeakPack.DebugData;
using WeakPack.ImportLibraries;
using WeakPack.Inspection;
using WeakPack.LinkMaps;
using WeakPack.Modules;
using WeakPack.Slices;
using WeakPack.Units;
using MetadataReader = System.Reflection.Metadata.MetadataReader;

namespace WeakPack.Linking;

/// <summary>Makes the copies that were placed, and turns the consumer's references to them.</summary>
internal static class Copies
{
    private const int EnableEditAndContinue = 0x4;

    /// <summary>Copies everything into the consumer's module. The result tells what came.</summary>
    public static IReadOnlyList<LinkedUnit> Make(Placement placement, ConsumerModule consumer, LinkContext link, bool withCode = true)
    {
        var module = consumer.Module;
        var scopes = new TargetScopes(module, link.References);
        var copies = new List<TypeDefinition>();
        var units = new List<LinkedUnit>();
        foreach (var library in placement.Libraries)
        {
            copies.AddRange(Copy(library, consumer.File, scopes, withCode));
            units.AddRange(library.Pulled.Units.Select(unit => Describe(library, unit)));
        }

        var hidden = CopyVisibility.IsPublic(link.Request) ? copies.FindAll(copy => !copy.IsPublic) : copies;
        foreach (var copy in hidden)
            copy.IsNotPublic = true;
        EmbeddedAttribute.Mark(module, hidden); // a compiler would not show public ones either
        foreach (var library in placement.Libraries)
            AddOrigins(module, library);
        ClearEditAndContinue(module);

        var table = new CopyTable(placement);
        var strong = consumer.StrongReferences(table);
        consumer.RedirectToCopies(table);
        HintCopier.Redirect(module, table);
        var packages = placement.Libraries.Select(library => library.Pulled.Library.Package);
        foreach (var unneeded in module.AssemblyReferences.Where(reference => packages.Contains(reference.Name) && !strong.Contains(reference.Name) && !scopes.Used.Contains(reference.Name)).ToList())
            module.AssemblyReferences.Remove(unneeded);
        return units;
    }

    private static IReadOnlyList<TypeDefinition> Copy(LibraryPlacement library, ModuleFile target, TargetScopes scopes, bool withCode)
    {
        var mapper = new ReferenceMapper(library.Source, target.Module, scopes, name => library.Pulled.Library.Image.FindTopLevel(name) is not null);
        library.CopyOf = type => mapper.CopyOf(type)!;
        foreach (var unified in library.Unified)
            AddUnified(mapper, unified.Key, unified.Value());

        var debugData = withCode ? DebugDataOf(library.File, library.Pdb, library.Slice, target, mapper) : null;
        var copier = new TypeCopier(library.File, target, mapper, debugData, withCode);
        var copies = copier.Copy([.. library.CopiedInOrder], type => library.Copied[type]);
        HintCopier.CopySuppressions(library, mapper);
        return copies;
    }

    /// <summary>The debug data of what is copied: of a module, or of one that it is a slice of.</summary>
    internal static DebugSource? DebugDataOf(ModuleFile library, MetadataReader? pdb, Slice? slice, ModuleFile target, ReferenceMapper mapper)
    {
        if (target.Pdb is null || pdb is null)
            return null;

        var source = new DebugSource(pdb)
        {
            TokenInPdb = token => slice?.Original(token) ?? token,
            FindType = token => library.Module.LookupToken(slice?.Find(token) ?? token) is TypeReference type ? mapper.MapKnown(type) : null,
            FindAssembly = row => target.Module.AssemblyReferences.FirstOrDefault(reference => reference.Name == library.AssemblyReferences[row - 1].Name),
        };
        target.AddDebugData(source);
        return source;
    }

    private static void AddUnified(ReferenceMapper mapper, TypeDefinition original, TypeDefinition twin)
    {
        mapper.Add(original, twin);
        foreach (var (method, copy) in Pair(original.Methods, twin.Methods, Placement.SameParameters))
            mapper.Add(method, copy);
        foreach (var (field, copy) in Pair(original.Fields, twin.Fields, (_, _) => true))
            mapper.Add(field, copy);
        foreach (var (nested, copy) in Pair(original.NestedTypes, twin.NestedTypes, (_, _) => true))
            AddUnified(mapper, nested, copy);
    }

    // A twin that is a copy has the members in the same order. Only an attribute that a compiler embedded may have more
    // of them; its constructors are told apart by their parameters.
    private static IEnumerable<(T Original, T Twin)> Pair<T>(IList<T> originals, IList<T> twins, Func<T, T, bool> areAlike)
        where T : IMemberDefinition =>
        originals.Select(original => original.Name).SequenceEqual(twins.Select(twin => twin.Name), StringComparer.Ordinal)
            ? originals.Zip(twins, (original, twin) => (original, twin))
            : originals.Select(original => (original, twins.First(twin => twin.Name == original.Name && areAlike(original, twin))));

    private static LinkedUnit Describe(LibraryPlacement library, ManifestUnit unit)
    {
        var graph = library.Pulled.Library.Graph;
        var roots = unit.Types.Select(type => graph.NodeOf(graph.Image.FindTopLevel(type.Name)!.Value));
        var nodes = graph.Reach(roots, library.Pulled.Nodes.Contains).Keys;
        return new(unit.Name, library.Pulled.Library.Package, [.. nodes.Where(node => node.Shell is null).Select(node => library.CopyOf!(library.TypeOf(node)).FullName)], nodes.Sum(node => NodeSize.Of(graph.Image, node)));
    }

    private static void AddOrigins(ModuleDefinition module, LibraryPlacement library)
    {
        var version = library.Source.Assembly.Name.Version.ToString();
        var nuGetPackage = library.Pulled.Library.Reference.Origin is { NuGetPackage: { } id, Version: { } nuGetVersion } ? new LinkMapNuGetPackage(id, nuGetVersion) : null;
        foreach (var (unit, type) in library.Pulled.Units.SelectMany(unit => unit.Types.Select(type => (unit, type))))
            AssemblyMarks.AddMetadata(module, AssemblyMarks.Linked, new LinkedCopy(type.Name, unit.Name, library.Pulled.Library.Package, version, nuGetPackage, type.Hash).ToString());

        // What a package has linked itself and hands on with its units.
        var travelling = new HashSet<string>(library.Types.Select(node => node.Name), StringComparer.Ordinal);
        foreach (var origin in library.Pulled.Library.Image.AssemblyMetadata(AssemblyMarks.Linked).Except(AssemblyMarks.Metadata(module, AssemblyMarks.Linked), StringComparer.Ordinal).ToList())
        {
            if (LinkedCopy.TryParse(origin) is { } copy && travelling.Contains(copy.Type))
                AssemblyMarks.AddMetadata(module, AssemblyMarks.Linked, origin);
        }
    }

    // Edit and Continue would compare the module with the compiler's output, which it no longer is (dotnet/roslyn#56681).
    private static void ClearEditAndContinue(ModuleDefinition module)
    {
        var attributes = module.Assembly.CustomAttributes;
        for (var i = 0; i < attributes.Count; i++)
        {
            // DebuggableAttribute(DebuggingModes): prolog, four bytes, no named arguments.
            if (attributes[i].AttributeType.Name != "DebuggableAttribute" || attributes[i].GetBlob() is not { Length: 8 } blob || (blob[2] & EnableEditAndContinue) == 0)
                continue;

            var cleared = (byte[])blob.Clone();
            cleared[2] &= unchecked((byte)~EnableEditAndContinue);
            attributes[i] = new CustomAttribute(attributes[i].Constructor, cleared);
        }
    }
}
