extern alias Editor;

using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using WeakPack.Diagnostics;
using WeakPack.Units;
using Found = Microsoft.CodeAnalysis.Diagnostic;

namespace WeakPack.Core.Tests.Oracles;

/// <summary>The analyzers and the build agree: whatever a test splits or links is shown to the analyzers too, and their verdicts are compared.</summary>
internal static partial class EditorOracle
{
    private static readonly ImmutableArray<DiagnosticAnalyzer> s_analyzers =
        [.. typeof(Editor::WeakPack.Analyzers.GlobalDataAnalyzer).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];

    private static readonly ImmutableHashSet<string> s_known =
        [.. s_analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Select(descriptor => descriptor.Id)];

    // Told by the linker. When it fails, the splitter has nothing to tell of.
    private static readonly ImmutableHashSet<string> s_linkers = ["WP3003", "WP3009"];

    public static void Check(CSharpCompilation source, CompileOptions options, UnitMarks marks, IReadOnlyList<Diagnostic> build, bool isPackage)
    {
        if (build.Any(IsOfInputs) || !KnowsFiles(source, options, marks))
            return;

        var stopped = !isPackage || build.Any(diagnostic => diagnostic.Descriptor is { Id: "WP3003" or "WP3004" or "WP3005" or "WP3006" or "WP3007" or "WP3008" or "WP3010" or "WP3011" });
        var editor = Analyze(source, marks).Where(found => !stopped || s_linkers.Contains(found.Id)).ToList();
        var expected = build.Where(diagnostic => s_known.Contains(diagnostic.Descriptor.Id) && IsOfSource(diagnostic, source)).ToList();
        Assert.AreEqual(Text(Verdicts(expected.Select(d => (d.Descriptor.Id, d.Message)), isPackage)), Text(Verdicts(editor.Select(d => (d.Id, d.GetMessage(CultureInfo.InvariantCulture))), isPackage)),
            "The build and the editor disagree.");
    }

    private static ImmutableArray<Found> Analyze(CSharpCompilation source, UnitMarks marks) =>
        source.WithAnalyzers(s_analyzers, new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([], new EditorOptions(marks)),
            onAnalyzerException: (exception, _, _) => throw new AssertFailedException(exception.ToString()),
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: false)).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();

    // What is no assembly, or not to be read, says nothing of its source.
    private static bool IsOfInputs(Diagnostic diagnostic) => diagnostic.Descriptor.Id.StartsWith("WP31", StringComparison.Ordinal) && diagnostic.Descriptor.Severity == DiagnosticSeverity.Error;

    // Of linked copies and of resources the compiler knows nothing; and of texts it tells what the source alone says.
    private static bool IsOfSource(Diagnostic diagnostic, CSharpCompilation source) => diagnostic.Descriptor.Id switch
    {
        "WP1033" => source.Assembly.GetTypeByMetadataName(diagnostic.Message.Split('\'')[1]) is not null,
        "WP3002" => !diagnostic.Message.StartsWith("Resource ", StringComparison.Ordinal),
        "WP3009" => diagnostic.IsToldByCompiler, // all but what depends on the linked units, and files
        _ => true,
    };

    // Files are found by debug data; and of one that is not compiled the compiler knows nothing.
    private static bool KnowsFiles(CSharpCompilation source, CompileOptions options, UnitMarks marks) =>
        marks.Files.Count == 0 || (!options.NoPdb && marks.Files.All(file => source.SyntaxTrees.Any(tree => tree.FilePath == file.Document)));

    private static string Text(IEnumerable<string> verdicts) => string.Join('\n', verdicts.Distinct().Order(StringComparer.Ordinal));

    // The editor tells of each variable apart. The build names what the compiler made of a lambda or an iterator.
    private static IEnumerable<string> Verdicts(IEnumerable<(string Id, string Message)> found, bool isPackage)
    {
        foreach (var (id, message) in found)
        {
            if (id == "WP2203" && GlobalData().Match(message) is { Success: true } data)
            {
                foreach (var variable in data.Groups["data"].Value.Split(", "))
                    yield return $"{id}: {data.Groups["unit"].Value} {variable}";
            }
            else if (id == "WP3009" && !isPackage)
            {
                yield return $"{id}: {MadeOfMethod().Replace(message.Split([", but ", ", and so "], StringSplitOptions.None)[0], ".$1")}"; // whether the unit is linked, the editor does not know
            }
            else
            {
                yield return $"{id}: {MadeOfMethod().Replace(message, ".$1")}";
            }
        }
    }

    [GeneratedRegex("^Unit (?<unit>'[^']+') is weak but contains global data: (?<data>'.*')\\. Every ")]
    private static partial Regex GlobalData();

    // Unit1.<>c.<Open>b__0_0, Unit1.<>c__DisplayClass1_0.<<Open>g__Local|0>d.MoveNext, Unit1.<Open>d__2.MoveNext, Unit1.<Width>k__BackingField.
    [GeneratedRegex(@"(?:\.<>[cO]\w*(?:`\d+)?)?\.<+(\w+)>[^ .']*(?:\.MoveNext)?")]
    private static partial Regex MadeOfMethod();
}
