using System.Reflection.Metadata;
using WeakPack.Damage;
using WeakPack.Diagnostics;
using WeakPack.Metadata;
using WeakPack.Packaging;
using WeakPack.Units;
using WeakPack.Units.Rules;

namespace WeakPack.Inspection;

/// <summary>Which types of an assembly could be weak units, each by itself, and what stops the others.</summary>
public sealed class UnitCandidates
{
    private static readonly IReadOnlyList<IUnitRule> s_rules = [new GlobalDataRule(), new TopLevelValueRule(), new InitializationRule()];

    private readonly PackageModule _module;
    private readonly IReadOnlyDictionary<string, string> _weakUnits;
    private readonly HashSet<string> _framework;
    private readonly ILookup<string, CandidateObstacle> _exposures;
    private readonly ILookup<string, string> _users;
    private readonly ILookup<string, string> _lookups;

    private UnitCandidates(PackageModule module, IReadOnlyDictionary<string, string> weakUnits, HashSet<string> framework)
    {
        _module = module;
        _weakUnits = weakUnits;
        _framework = framework;
        _exposures = FindExposures();
        _lookups = IdentityLookups.Find(module.Graph);
        _users = (from node in Authored()
                  from target in Targets(node)
                  select (User: node.Name, Target: target)).Distinct().ToLookup(use => use.Target, use => use.User, StringComparer.Ordinal);
    }

    /// <summary>Looks at all types that an author wrote, by name.</summary>
    /// <param name="assembly">The assembly; an import library beside it may hold the rest of the package.</param>
    /// <param name="references">What it refers to, as far as that is at hand.</param>
    /// <param name="weakUnits">Names of types that are weak already, with those of their units.</param>
    /// <exception cref="BadImageFormatException">The file is no managed assembly.</exception>
    /// <exception cref="FormatException">An attribute has a value of an enum that is not at hand.</exception>
    public static IReadOnlyList<UnitCandidate> Find(AssemblyImage assembly, IReadOnlyList<Reference> references, IReadOnlyDictionary<string, string> weakUnits)
    {
        try
        {
            return DamagedFiles.Guard(() => FindIn(assembly, references, weakUnits), [assembly], references);
        }
        catch (UnknownEnumException error)
        {
            throw new FormatException(error.Message, error);
        }
    }

    private static IReadOnlyList<UnitCandidate> FindIn(AssemblyImage assembly, IReadOnlyList<Reference> references, IReadOnlyDictionary<string, string> weakUnits)
    {
        using var set = new ReferenceSet(references);
        using var image = MetadataImage.OpenForeign(assembly);
        using var symbols = new SymbolMap(image, assembly.Symbols);
        var module = new PackageModule(image, new UnitGraph(image, set), symbols, isExecutable: false);
        var framework = new HashSet<string>(references.Where(reference => reference.IsFramework).Select(reference => Path.GetFileNameWithoutExtension(reference.Path)), StringComparer.OrdinalIgnoreCase);
        var candidates = new UnitCandidates(module, weakUnits, framework);
        return [.. candidates.Authored().OrderBy(node => node.Name, StringComparer.Ordinal).Select(candidates.Describe)];
    }

    private IEnumerable<GraphNode> Authored() => _module.Graph.Nodes.Where(node =>
        node.Shell is null && !node.IsHelper && node.Name != "<Module>"
        && !_module.Image.HasAttribute(_module.Image.Reader.GetTypeDefinition((TypeDefinitionHandle)node.Definition).GetCustomAttributes(), CompilerGenerated.EmbeddedAttribute));

    private UnitCandidate Describe(GraphNode node)
    {
        var isPublic = !_module.Image.Reader.GetTypeDefinition((TypeDefinitionHandle)node.Definition).Attributes.IsTopLevelInternal();
        var unit = new Unit(node.Name, _module);
        unit.Types.Add(node);
        var plan = isPublic ? SplitPlan.Make(_module, [unit], s_rules) : null;
        var scopes = UsedScopes.OfNodes(_module.Graph, plan?.Travelling.Keys ?? (IEnumerable<GraphNode>)[node]);
        return new()
        {
            Name = node.Name,
            WeakUnit = _weakUnits.TryGetValue(node.Name, out var weak) ? weak : null,
            IsPublic = isPublic,
            Obstacles = plan is null || _weakUnits.ContainsKey(node.Name) ? [] : [.. Obstacles(plan, unit), .. _exposures[node.Name]],
            LookedForBy = [.. _lookups[node.Name].OrderBy(name => name, StringComparer.Ordinal)],
            UsedBy = [.. _users[node.Name].OrderBy(name => name, StringComparer.Ordinal)],
            Uses = [.. Targets(node).Distinct(StringComparer.Ordinal).OrderBy(name => name, StringComparer.Ordinal)],
            Assemblies = [.. scopes.Assemblies.Where(name => !_framework.Contains(name))],
            NativeLibraries = [.. scopes.Modules],
            Bytes = NodeSize.Of(_module.Image, node),
        };
    }

    private static IEnumerable<CandidateObstacle> Obstacles(SplitPlan plan, Unit unit) =>
        s_rules.SelectMany(rule => rule.Check(unit)).Concat(TravelCheck.Check(plan))
            .Where(diagnostic => diagnostic.Descriptor.Severity == DiagnosticSeverity.Error)
            .Select(diagnostic => new CandidateObstacle(diagnostic.Descriptor.Id, diagnostic.Message));

    // One walk over the whole surface, rather than one for each type.
    private ILookup<string, CandidateObstacle> FindExposures()
    {
        var image = _module.Image;
        var surface = new PublicSurface(image, _module.Graph.Scanner);
        return (from type in image.TopLevelTypes
                where !_weakUnits.ContainsKey(image.FullName(type)) // a weak type may expose another
                from exposed in image.WithNested(type).SelectMany(surface.Of)
                where exposed.Assembly is null && exposed.TopLevelName != image.FullName(type)
                select (exposed.TopLevelName, User: image.DescribeMember(exposed.User)))
            .Distinct()
            .ToLookup(
                exposure => exposure.TopLevelName,
                exposure => new CandidateObstacle(Descriptors.StrongExposesWeak.Id, $"'{exposure.User}' exposes it. Mark its type too, or make it internal."),
                StringComparer.Ordinal);
    }

    private IEnumerable<string> Targets(GraphNode node) =>
        _module.Graph.Edges(node).Select(edge => edge.Target).Where(target => target.Shell is null && !target.IsHelper).Select(target => target.Name);
}
