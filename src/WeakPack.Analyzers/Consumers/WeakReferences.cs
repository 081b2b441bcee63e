using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using WeakPack.Analyzers.Marks;
using WeakPack.Analyzers.Reflection;

namespace WeakPack.Analyzers.Consumers;

/// <summary>The weak types of the packages that a compilation references.</summary>
/// <remarks>
/// An import library names its weak types in attributes of the assembly, since an analyzer can't read resources. In an editor
/// a project of the same solution stands for itself, with its sources: there the attributes in these tell. What the other
/// project's file marks is not known there, only in a build.
/// </remarks>
internal sealed class WeakReferences
{
    /// <summary>On an import library: the full name of a weak type. The linker writes it (AssemblyMarks.WeakType).</summary>
    private const string MetadataKey = "WeakPack.WeakType";

    private const string Extension = ".wpi";

    private readonly Dictionary<IAssemblySymbol, HashSet<string>> _libraries = new(SymbolEqualityComparer.Default);
    private readonly HashSet<IAssemblySymbol> _projects = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> _isWeak = new(SymbolEqualityComparer.Default);

    private WeakReferences(Compilation compilation, CancellationToken cancellation)
    {
        foreach (var reference in compilation.ExternalReferences)
        {
            if (reference is CompilationReference { Compilation: var project })
            {
                if (project.Options.OutputKind == OutputKind.DynamicallyLinkedLibrary && MarkSearch.HasAttributes(project, cancellation)
                    && compilation.GetAssemblyOrModuleSymbol(reference) is IAssemblySymbol assembly)
                {
                    _projects.Add(assembly);
                }
            }
            else if (reference.Display?.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) == true && compilation.GetAssemblyOrModuleSymbol(reference) is IAssemblySymbol library)
            {
                _libraries[library] = [.. WeakTypesOf(library)];
            }
        }
    }

    public bool Any => _libraries.Count > 0 || _projects.Count > 0;

    /// <summary>The weak types of a compilation's references; null when there are none.</summary>
    /// <remarks>Only those of the command line: to know what <c>#r</c> in scripts adds, the compiler has to look into each file.</remarks>
    public static WeakReferences? Find(Compilation compilation, CancellationToken cancellation) =>
        compilation.ExternalReferences.Any(MayBePackage) && new WeakReferences(compilation, cancellation) is { Any: true } found ? found : null;

    /// <summary>A type belongs to a weak unit of a referenced package.</summary>
    public bool IsWeak(INamedTypeSymbol type) => _isWeak.GetOrAdd(type.TopLevel(), IsWeakAnew);

    /// <summary>The weak type that a text names in a package, where reflection finds nothing; null when it may find something.</summary>
    /// <remarks>What depends on which units are linked only the build can tell: what is looked for at large, and hints for trimmers.</remarks>
    public INamedTypeSymbol? Target(NamedType name)
    {
        var package = name.Search switch
        {
            NameSearch.InNamedAssembly when !name.IsHint => _libraries.Keys.Concat(_projects).FirstOrDefault(candidate => string.Equals(candidate.Name, name.Assembly, StringComparison.OrdinalIgnoreCase)),
            NameSearch.InAssemblyOfType when name.Beside is { } beside && !IsWeak(beside) => beside.ContainingAssembly,
            _ => null,
        };
        return package?.GetTypeByMetadataName(name.FullName) is { } type && IsWeak(type) ? type : null;
    }

    private static bool MayBePackage(MetadataReference reference) =>
        reference is CompilationReference || reference.Display?.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) == true;

    private bool IsWeakAnew(INamedTypeSymbol top)
    {
        if (top.ContainingAssembly is not { } assembly)
            return false;
        return _libraries.TryGetValue(assembly, out var weak) ? weak.Contains(top.FullName()) : _projects.Contains(assembly) && WeakUnits.MarksOf(top).Any();
    }

    private static IEnumerable<string> WeakTypesOf(IAssemblySymbol library) =>
        from attribute in library.GetAttributes()
        where attribute.AttributeClass?.Name == "AssemblyMetadataAttribute" && attribute.ConstructorArguments.Length == 2
            && attribute.ConstructorArguments[0].Value as string == MetadataKey
        let name = attribute.ConstructorArguments[1].Value as string
        where name is not null
        select name;
}
