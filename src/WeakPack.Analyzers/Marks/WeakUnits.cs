using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace WeakPack.Analyzers.Marks;

/// <summary>The weak units of the project that is being compiled.</summary>
internal sealed class WeakUnits
{
    /// <summary>The namespace of the attributes; their assembly is never looked at, so a source copy of them serves as well.</summary>
    public const string WeakAttribute = "WeakPack.WeakPackageUnitAttribute";

    public const string DenyAttribute = "WeakPack.DenyPackageUnitAttribute";

    // Each rule asks of the same compilation, and those that run at the same time wait for the first.
    private static readonly ConditionalWeakTable<Compilation, Cache> s_known = new();

    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> _isWeak = new(SymbolEqualityComparer.Default);

    private WeakUnits(Compilation compilation, ProjectMarks project)
    {
        Compilation = compilation;
        Project = project;
        IsExecutable = compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication or OutputKind.WindowsRuntimeApplication;
    }

    public Compilation Compilation { get; }

    public ProjectMarks Project { get; }

    /// <summary>Nobody links from an executable, so its marks make nothing weak.</summary>
    public bool IsExecutable { get; }

    /// <summary>The units of a compilation; null when it has no marks at all, and there is nothing to look at.</summary>
    public static WeakUnits? Find(Compilation compilation, AnalyzerOptions options, CancellationToken cancellation) =>
        s_known.GetOrCreateValue(compilation).Get(compilation, options.AnalyzerConfigOptionsProvider, cancellation);

    /// <summary>A type belongs to a weak unit of this project.</summary>
    public bool IsWeak(INamedTypeSymbol type)
    {
        var top = type.TopLevel();
        return !IsExecutable && top.ContainingAssembly.Is(Compilation.Assembly) && _isWeak.GetOrAdd(top, IsMarked);
    }

    /// <summary>The unit that a weak type belongs to.</summary>
    public static string UnitOf(INamedTypeSymbol type)
    {
        var top = type.TopLevel();
        return MarksOf(top).FirstOrDefault()?.ConstructorArguments.FirstOrDefault().Value as string ?? top.FullName();
    }

    /// <summary>The outermost types of all weak units, in the order of their units.</summary>
    public IReadOnlyList<INamedTypeSymbol> Types() =>
        [.. Compilation.Assembly.GlobalNamespace.TopLevelTypes().Where(IsWeak).OrderBy(UnitOf, StringComparer.Ordinal)];

    /// <summary>The attributes that mark a type weak.</summary>
    public static IEnumerable<AttributeData> MarksOf(INamedTypeSymbol type) =>
        type.GetAttributes().Where(attribute => attribute.AttributeClass?.FullName() == WeakAttribute);

    /// <summary>Some mark names the type, whether it can be honoured or not.</summary>
    public bool IsMarked(INamedTypeSymbol top) => MarksOf(top).Any() || IsMarkedByProject(top);

    /// <summary>A mark of the project file names the type.</summary>
    public bool IsMarkedByProject(INamedTypeSymbol top)
    {
        if (Project.Units.Length > 0 && Project.Units.Contains(top.FullName(), StringComparer.Ordinal))
            return true;
        if (Helpers.IsHelper(top))
            return false;
        if (top.DeclaringSyntaxReferences.Any(declaration => Project.IsMarked(declaration.SyntaxTree)))
            return true;
        if (Project.Namespaces.Count == 0)
            return false;

        var space = top.NamespaceName();
        return Project.Namespaces.Any(mark => mark.Contains(space) && !mark.Except.Contains(top.FullName(), StringComparer.Ordinal));
    }

    private sealed class Cache
    {
        private readonly object _gate = new();
        private AnalyzerConfigOptionsProvider? _options;
        private WeakUnits? _units;

        public WeakUnits? Get(Compilation compilation, AnalyzerConfigOptionsProvider options, CancellationToken cancellation)
        {
            lock (_gate)
            {
                if (_options != options)
                {
                    var project = ProjectMarks.Of(options);
                    _units = project.Any(compilation) || MarkSearch.HasAttributes(compilation, cancellation) ? new(compilation, project) : null;
                    _options = options;
                }

                return _units;
            }
        }
    }
}
