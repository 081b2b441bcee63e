using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace WeakPack.Analyzers.Marks;

/// <summary>A namespace that the project marks weak, and the types in it that are not.</summary>
internal sealed class NamespaceMark(string name, string[] except)
{
    public string Name => name;

    public string[] Except => except;

    public bool Contains(string space) =>
        space == name || (space.StartsWith(name, StringComparison.Ordinal) && space[name.Length] == '.');
}

/// <summary>The marks of the project file, as sdk/targets/WeakPack.Analyzers.targets hands them over.</summary>
/// <remarks>
/// By way of the compiler's generated configuration file, in which ';' begins a comment: so '|' separates marks and '/' or ','
/// their parts, none of which is in a name of C#.
/// </remarks>
internal sealed class ProjectMarks
{
    private const string WeakFile = "build_metadata.Compile.WeakUnit";

    private readonly AnalyzerConfigOptionsProvider _options;

    private ProjectMarks(AnalyzerConfigOptionsProvider options)
    {
        _options = options;
        Units = Split(Property("WeakPackUnitMarks"), '|');
        Namespaces = [.. Split(Property("WeakPackNamespaceMarks"), '|').Select(mark => mark.Split('/')).Select(parts => new NamespaceMark(parts[0].Trim(), Split(parts.ElementAtOrDefault(1) ?? "", ',')))];
        ProjectFile = Property("MSBuildProjectFile");
    }

    /// <summary>Full names of types.</summary>
    public string[] Units { get; }

    public IReadOnlyList<NamespaceMark> Namespaces { get; }

    /// <summary>The name of the project's file; empty when it is not known.</summary>
    public string ProjectFile { get; }

    public static ProjectMarks Of(AnalyzerConfigOptionsProvider options) => new(options);

    public bool IsMarked(SyntaxTree tree) =>
        _options.GetOptions(tree).TryGetValue(WeakFile, out var value) && string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>There is a mark, be it one that names nothing.</summary>
    public bool Any(Compilation compilation) => Units.Length > 0 || Namespaces.Count > 0 || compilation.SyntaxTrees.Any(IsMarked);

    private string Property(string name) => _options.GlobalOptions.TryGetValue("build_property." + name, out var value) ? value : "";

    private static string[] Split(string text, char by) => [.. text.Split(by).Select(part => part.Trim()).Where(part => part.Length > 0)];
}
