using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using WeakPack.Metadata;

namespace WeakPack.Units;

/// <summary>A node of the unit graph: a top-level type with its nested types, or one member of the module's implementation details.</summary>
/// <remarks>
/// <c>&lt;PrivateImplementationDetails&gt;</c> serves the whole module, so its members are nodes of their own:
/// otherwise whoever uses one array literal would drag along those of everybody else.
/// </remarks>
internal sealed class GraphNode
{
    public required EntityHandle Definition { get; init; }

    public required string Name { get; init; }

    /// <summary>No source declares it; see <see cref="CompilerGenerated.IsHelper"/>.</summary>
    public required bool IsHelper { get; init; }

    /// <summary>For a member of the implementation details: the node of the class.</summary>
    public GraphNode? Shell { get; init; }
}

/// <summary>A use that leads from one node to another.</summary>
internal sealed record Edge(Use Use, GraphNode From, GraphNode Target);

/// <summary>A module's types as nodes and their uses of each other as edges, from IL and metadata; scanned as it is asked.</summary>
internal sealed class UnitGraph
{
    private readonly MetadataImage _image;
    private readonly UseScanner _scanner;
    private readonly Dictionary<int, GraphNode> _nodes = []; // by token
    private readonly Dictionary<int, GraphNode> _nodeOf = []; // by the token of any definition in one
    private readonly Dictionary<GraphNode, Use[]> _uses = [];
    private readonly DistinctUses _scanned = new(); // of the node at hand
    private IReadOnlyList<GraphNode>? _all;
    private IReadOnlyList<GraphNode>? _ofDetails;

    public UnitGraph(MetadataImage image, ReferenceSet references)
    {
        _image = image;
        _scanner = new UseScanner(image, references);
    }

    public MetadataImage Image => _image;

    public UseScanner Scanner => _scanner;

    /// <summary>All nodes, in the order of the module. Each is made when it is met: whoever links one unit of a large library meets few.</summary>
    public IEnumerable<GraphNode> Nodes => _all ??= [.. AllNodes()];

    /// <summary>The nodes that are members of implementation details.</summary>
    public IEnumerable<GraphNode> MembersOfDetails => _ofDetails ??= [.. _image.Reader.TypeDefinitions.Where(IsNamedAsDetails).SelectMany(WithMembers).Where(node => node.Shell is not null)];

    /// <summary>The node that a definition of this module belongs to.</summary>
    public GraphNode NodeOf(EntityHandle definition)
    {
        var token = MetadataTokens.GetToken(definition);
        if (!_nodeOf.TryGetValue(token, out var node))
            _nodeOf[token] = node = FindNode(definition);
        return node;
    }

    /// <summary>Everything that a node names, itself included.</summary>
    public Use[] Uses(GraphNode node)
    {
        if (!_uses.TryGetValue(node, out var uses))
            _uses[node] = uses = Scan(node);
        return uses;
    }

    /// <summary>The uses that lead to other nodes, the first of each definition there.</summary>
    public IEnumerable<Edge> Edges(GraphNode node)
    {
        if (node.Shell is { } shell)
            yield return new(new(node.Definition, shell.Definition), node, shell);

        var seen = new HashSet<int>();
        foreach (var use in Uses(node))
        {
            if (IsDefinition(use.Used) && seen.Add(MetadataTokens.GetToken(use.Used)) && NodeOf(use.Used) is var target && target != node)
                yield return new(use, node, target);
        }
    }

    /// <summary>What the assembly's and the module's own attributes name.</summary>
    public Use[] ModuleUses()
    {
        var uses = new DistinctUses();
        _scanner.AddAttributes(uses, EntityHandle.ModuleDefinition, _image.Reader.GetAssemblyDefinition().GetCustomAttributes());
        _scanner.AddAttributes(uses, EntityHandle.ModuleDefinition, _image.Reader.GetModuleDefinition().GetCustomAttributes());
        return uses.Take();
    }

    /// <summary>
    /// Walks from some nodes over their uses. The result tells for each node that was reached the edge that first led
    /// to it, so that a chain can be shown; roots have none.
    /// </summary>
    public Dictionary<GraphNode, Edge?> Reach(IEnumerable<GraphNode> roots, Func<GraphNode, bool> enter)
    {
        var reached = new Dictionary<GraphNode, Edge?>();
        var queue = new Queue<GraphNode>();
        foreach (var root in roots)
        {
            if (reached.ContainsKey(root))
                continue;
            reached.Add(root, null);
            queue.Enqueue(root);
        }

        while (queue.Count > 0)
        {
            var node = queue.Dequeue();
            if (node.Shell is { } shell)
                Step(new(node.Definition, shell.Definition), node, shell);

            // Not by way of Edges: most uses lead to where the walk has been, and a large package has a million.
            foreach (var use in Uses(node))
            {
                if (IsDefinition(use.Used))
                    Step(use, node, NodeOf(use.Used));
            }
        }

        return reached;

        void Step(Use use, GraphNode from, GraphNode target)
        {
            if (reached.ContainsKey(target) || !enter(target))
                return;
            reached.Add(target, new(use, from, target));
            queue.Enqueue(target);
        }
    }

    public static bool IsDefinition(EntityHandle handle) =>
        handle.Kind is HandleKind.TypeDefinition or HandleKind.MethodDefinition or HandleKind.FieldDefinition;

    private GraphNode FindNode(EntityHandle definition)
    {
        var type = _image.TypeOf(definition);
        var top = _image.TopLevel(type);
        if (NodeOfType(top) is not { IsHelper: true } shell || !CompilerGenerated.IsImplementationDetails(shell.Name))
            return NodeOfType(top);

        if (type == top)
            return _nodes[MetadataTokens.GetToken(definition)];
        while (_image.Reader.GetTypeDefinition(type).GetDeclaringType() != top)
            type = _image.Reader.GetTypeDefinition(type).GetDeclaringType();
        return _nodes[MetadataTokens.GetToken(type)];
    }

    private GraphNode NodeOfType(TypeDefinitionHandle top)
    {
        if (!_nodes.TryGetValue(MetadataTokens.GetToken(top), out var node))
            node = AddNodes(top);
        return node;
    }

    private IEnumerable<GraphNode> AllNodes()
    {
        foreach (var type in _image.TopLevelTypes)
        {
            foreach (var node in WithMembers(type))
                yield return node;
        }
    }

    private IEnumerable<GraphNode> WithMembers(TypeDefinitionHandle top)
    {
        var node = NodeOfType(top);
        return node.IsHelper && CompilerGenerated.IsImplementationDetails(node.Name)
            ? MembersOf(top).Select(member => _nodes[MetadataTokens.GetToken(member)]).Prepend(node)
            : [node];
    }

    private GraphNode AddNodes(TypeDefinitionHandle type)
    {
        var name = _image.FullName(type);
        var node = new GraphNode { Definition = type, Name = name, IsHelper = CompilerGenerated.IsHelper(_image, type) };
        _nodes.Add(MetadataTokens.GetToken(type), node);
        if (!node.IsHelper || !CompilerGenerated.IsImplementationDetails(name))
            return node;

        foreach (var member in MembersOf(type))
            _nodes.Add(MetadataTokens.GetToken(member), new GraphNode { Definition = member, Name = _image.Describe(member), IsHelper = true, Shell = node });
        return node;
    }

    private IEnumerable<EntityHandle> MembersOf(TypeDefinitionHandle type)
    {
        var definition = _image.Reader.GetTypeDefinition(type);
        return
        [
            .. definition.GetFields().Select(handle => (EntityHandle)handle),
            .. definition.GetMethods().Select(handle => (EntityHandle)handle),
            .. _image.NestedIn(type).Select(handle => (EntityHandle)handle),
        ];
    }

    // By its bytes, without making text of all names.
    private bool IsNamedAsDetails(TypeDefinitionHandle handle)
    {
        var type = _image.Reader.GetTypeDefinition(handle);
        return !type.Attributes.IsNested() && _image.Reader.StringComparer.StartsWith(type.Namespace.IsNil ? type.Name : type.Namespace, CompilerGenerated.ImplementationDetails);
    }

    private Use[] Scan(GraphNode node)
    {
        switch (node.Definition.Kind)
        {
            case HandleKind.FieldDefinition:
                _scanner.ScanField(_scanned, (FieldDefinitionHandle)node.Definition);
                break;
            case HandleKind.MethodDefinition:
                _scanner.ScanMethod(_scanned, (MethodDefinitionHandle)node.Definition);
                break;
            case HandleKind.TypeDefinition when node.IsHelper && node.Shell is null && CompilerGenerated.IsImplementationDetails(node.Name):
                _scanner.ScanType(_scanned, (TypeDefinitionHandle)node.Definition);
                return [.. _scanned.Take().Where(use => use.User == node.Definition)];
            case HandleKind.TypeDefinition:
                foreach (var type in _image.WithNested((TypeDefinitionHandle)node.Definition))
                    _scanner.ScanType(_scanned, type);
                break;
            default:
                throw new InvalidOperationException($"A {node.Definition.Kind} is no node.");
        }

        return _scanned.Take();
    }
}
