using Microsoft.CodeAnalysis;
using WeakPack.Units;

namespace WeakPack.Analyzers.Marks;

/// <summary>The project's marks that name nothing, each as a message tells of it.</summary>
internal static class IdleMarks
{
    public static IEnumerable<(ProjectMark Mark, string Message)> Of(WeakUnits units)
    {
        var types = units.Compilation.Assembly.GlobalNamespace.TopLevelTypes().ToList();
        var authored = types.Where(type => !Helpers.IsHelper(type)).ToList();
        return OfUnits(units, types).Concat(OfNamespaces(units, authored)).Concat(OfFiles(units, authored));
    }

    private static IEnumerable<(ProjectMark Mark, string Message)> OfUnits(WeakUnits units, List<INamedTypeSymbol> types) =>
        from name in units.Project.Units
        where !types.Exists(type => type.FullName() == name)
        select (ProjectMark.OfUnit(name), $"<WeakUnit Include=\"{name}\" /> names no top-level type of '{units.Compilation.AssemblyName}'. {Advice(name, types)}");

    private static string Advice(string name, List<INamedTypeSymbol> types)
    {
        var generic = types.Select(type => type.FullName()).FirstOrDefault(type => type.StartsWith(name + "`", StringComparison.Ordinal));
        if (generic is not null)
            return $"A generic type's name ends in the number of its parameters: write '{generic}'.";

        var nested = types.SelectMany(type => type.WithNested()).FirstOrDefault(type => type.Describe() == name.Replace('+', '.'));
        return nested is null
            ? "Write its full name, with the namespace."
            : $"A nested type is part of its outer type's unit: mark '{nested.TopLevel().FullName()}', or move it out.";
    }

    private static IEnumerable<(ProjectMark Mark, string Message)> OfNamespaces(WeakUnits units, List<INamedTypeSymbol> types)
    {
        foreach (var mark in units.Project.Namespaces)
        {
            var names = types.Where(type => mark.Contains(type.NamespaceName())).Select(type => type.FullName()).ToList();
            if (names.Count == 0)
                yield return (ProjectMark.OfNamespace(mark.Name), $"<WeakNamespace Include=\"{mark.Name}\" /> names a namespace without types in '{units.Compilation.AssemblyName}'. Check its spelling, or remove it.");
            foreach (var exception in mark.Except.Where(exception => !names.Contains(exception)))
                yield return (ProjectMark.OfException(exception), $"Except=\"{exception}\" of <WeakNamespace Include=\"{mark.Name}\" /> names no type in that namespace. Write its full name, or remove it.");
        }
    }

    private static IEnumerable<(ProjectMark Mark, string Message)> OfFiles(WeakUnits units, List<INamedTypeSymbol> types)
    {
        var files = new HashSet<SyntaxTree>(types.SelectMany(type => type.DeclaringSyntaxReferences).Select(declaration => declaration.SyntaxTree));
        return from tree in units.Compilation.SyntaxTrees
            where units.Project.IsMarked(tree) && !files.Contains(tree)
            select (ProjectMark.OfFile(tree.FilePath), $"'{tree.FilePath}' has WeakUnit=\"true\" but no type can be found in it. A file is matched through the debug data, so DebugType must not be 'none'; or mark the types by [WeakPackageUnit].");
    }
}
