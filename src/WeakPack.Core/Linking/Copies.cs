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
        // Step by step over all of them, for of two libraries each may have what stands for a type of the other.
        var copiers = placement.Libraries.Select(library => new LibraryCopier(library, consumer.File, scopes, withCode)).ToList();
        foreach (var copier in copiers)
            copies.AddRange(copier.Declare());
        foreach (var copier in copiers)
            copier.UnifyTypes();
        foreach (var copier in copiers)
            copier.DeclareMembers();
        foreach (var copier in copiers)
            copier.UnifyMembers();
        foreach (var copier in copiers)
            copier.Fill();
        foreach (var library in placement.Libraries)
            units.AddRange(library.Pulled.Units.Select(unit => Describe(library, unit)));

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
        OverrideAccess.Widen(module, copies);
        HintCopier.Redirect(module, table);
        var packages = placement.Libraries.Select(library => library.Pulled.Library.Package);
        foreach (var unneeded in module.AssemblyReferences.Where(reference => packages.Contains(reference.Name) && !strong.Contains(reference.Name) && !scopes.Used.Contains(reference.Name)).ToList())
            module.AssemblyReferences.Remove(unneeded);
        return units;
    }

    /// <summary>The debug data of what is copied: of a module, or of one that it is a slice of.</summary>
    internal static ModuleSource? DebugDataOf(ModuleFile library, MetadataReader? pdb, Slice? slice, ModuleFile target, ReferenceMapper mapper)
    {
        if (target.Pdb is null || pdb is null)
            return null;

        var source = new ModuleSource(pdb)
        {
            TokenInPdb = token => slice?.Original(token) ?? token,
            NamedType = token => library.Module.LookupToken(slice?.Find(token) ?? token) is TypeReference type ? mapper.MapKnown(type) : null,
            NamedAssembly = row => target.Module.AssemblyReferences.FirstOrDefault(reference => reference.Name == library.AssemblyReferences[row - 1].Name),
        };
        target.AddDebugData(source);
        return source;
    }

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
        foreach (var unit in library.Pulled.Units)
        {
            foreach (var type in unit.Types)
                AssemblyMarks.AddMetadata(module, AssemblyMarks.Linked, new LinkedCopy(type.Name, unit.Name, library.Pulled.Library.Package, version, nuGetPackage, type.Hash).ToString());
        }

        // What a package has linked itself and hands on with its units.
        var travelling = new HashSet<string>(library.Types.Select(node => node.Name), StringComparer.Ordinal);
        foreach (var origin in library.Pulled.Library.Image.AssemblyAttributes.Metadata(AssemblyMarks.Linked).Except(AssemblyMarks.Metadata(module, AssemblyMarks.Linked), StringComparer.Ordinal).ToList())
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
