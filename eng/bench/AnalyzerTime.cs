extern alias Editor;

using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace WeakPack.Bench;

/// <summary>What the analyzers take of a compilation of 400 files and 10,000 types, without a mark and with one.</summary>
/// <remarks>
/// The time is the analyzers' own, as the compiler adds it up for <c>ReportAnalyzer</c>, on one thread. What a compilation needs to run
/// any analyzer at all is not in it: every project has analyzers. Each run parses anew, for the compiler keeps what it found in a tree.
/// </remarks>
internal static class AnalyzerTime
{
    private const int Files = 400;
    private const int TypesPerFile = 25;
    private const string Mark = "[WeakPack.WeakPackageUnit] ";

    private static readonly ImmutableArray<DiagnosticAnalyzer> s_analyzers =
        [.. typeof(Editor::WeakPack.Analyzers.GlobalDataAnalyzer).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];

    public static void Run()
    {
        var (compile, withoutMark, withMark) = Measure(3);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"compile 400 files, 10,000 types, on one thread  {compile,8:F1} ms"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"our analyzers on these, without a mark          {withoutMark,8:F1} ms"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"our analyzers on these, with one mark           {withMark,8:F1} ms"));
    }

    /// <summary>The medians over several runs, in milliseconds: of compiling alone, of the analyzers without a mark, and with one.</summary>
    private static (double Compile, double WithoutMark, double WithMark) Measure(int runs)
    {
        var without = Sources("");
        var with = Sources(Mark);
        var times = new List<(double Compile, double WithoutMark, double WithMark)>();
        for (var i = 0; i <= runs; i++)
            times.Add((Compile(without), Analyze(without), Analyze(with)));
        times.RemoveAt(0); // warm
        return (Median(times.Select(time => time.Compile)), Median(times.Select(time => time.WithoutMark)), Median(times.Select(time => time.WithMark)));
    }

    private static double Compile(IReadOnlyList<string> sources)
    {
        var clock = Stopwatch.StartNew();
        using var assembly = new MemoryStream();
        if (!Create(sources).Emit(assembly).Success)
            throw new InvalidOperationException("The generated sources do not compile.");
        return clock.Elapsed.TotalMilliseconds;
    }

    private static double Analyze(IReadOnlyList<string> sources)
    {
        var analysis = Create(sources).WithAnalyzers(s_analyzers, new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]),
            onAnalyzerException: (exception, _, _) => throw new InvalidOperationException(exception.Message, exception),
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: true));
        var telemetry = analysis.GetAnalysisResultAsync(default).GetAwaiter().GetResult().AnalyzerTelemetryInfo;
        return telemetry.Values.Sum(info => info.ExecutionTime.TotalMilliseconds);
    }

    private static CSharpCompilation Create(IReadOnlyList<string> sources) => CSharpCompilation.Create(
        "Large",
        sources.Select((source, i) => CSharpSyntaxTree.ParseText(source, path: $"/src/File{i}.cs", encoding: Encoding.UTF8)),
        [.. Inputs.Framework.Select(reference => MetadataReference.CreateFromFile(reference.Path)), MetadataReference.CreateFromFile(typeof(WeakPackageUnitAttribute).Assembly.Location)],
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, concurrentBuild: false));

    // Types as they are written: documented, with attributes, a property, a few methods, and now and then a nested one.
    private static List<string> Sources(string mark) =>
        [.. Enumerable.Range(0, Files).Select(file => Source(file, file == Files - 1 ? mark : ""))];

    private static string Source(int file, string mark)
    {
        var text = new StringBuilder("using System;\nusing System.Collections.Generic;\nusing System.Linq;\n\nnamespace Acme.Part").Append(file % 20).Append(";\n\n");
        for (var i = 0; i < TypesPerFile; i++)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $$"""
                /// <summary>Type {{i}} of file {{file}}, which does what types do.</summary>
                {{(i == 0 ? mark : "")}}[Serializable]
                public sealed class Thing{{file}}x{{i}} : IEquatable<Thing{{file}}x{{i}}>
                {
                    private readonly List<int> _values = new();

                    /// <summary>How many there are.</summary>
                    [Obsolete("Ask for something else.")]
                    public int Count => _values.Count;

                    public string Name { get; set; } = "thing";

                    public bool Equals(Thing{{file}}x{{i}}? other) => other is not null && other.Name == Name && other._values.SequenceEqual(_values);

                    public override bool Equals(object? obj) => Equals(obj as Thing{{file}}x{{i}});

                    public override int GetHashCode() => Name.Length;

                    public int Sum(int from, int to)
                    {
                        var sum = 0;
                        for (var at = from; at < to; at++)
                            sum += _values[at] + {{i}};
                        return sum > 0 ? sum : throw new ArgumentException("Nothing there.", nameof(from));
                    }

                    private enum Kind { One, Two }
                }

                """);
        }

        return text.ToString();
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
