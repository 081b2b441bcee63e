using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace WeakPack.Analyzers.Tests.Fixtures;

/// <summary>What an editor shows of a project.</summary>
internal sealed class Editor
{
    private const string GlobalUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Threading.Tasks;
        global using WeakPack;
        """;

    private readonly Dictionary<string, string> _options = [];
    private ImmutableArray<AdditionalText> _files = [];
    private readonly string _source;
    private string _name = "Pack1";
    private OutputKind _kind = OutputKind.DynamicallyLinkedLibrary;
    private MetadataReference[] _references = [];

    private Editor(string source) => _source = source;

    public static ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } =
        [.. typeof(GlobalDataAnalyzer).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(DiagnosticAnalyzer)))
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!)];

    /// <summary>What projects of tests are compiled against.</summary>
    public static ImmutableArray<MetadataReference> Framework { get; } =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == Path.GetDirectoryName(typeof(object).Assembly.Location))
            .Append(typeof(WeakPackageUnitAttribute).Assembly.Location)
            .Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>A library with one file, in which the places of findings are marked.</summary>
    public static Editor Of(string source) => new(source);

    public Editor AsExecutable()
    {
        _kind = OutputKind.ConsoleApplication;
        return this;
    }

    /// <summary>A mark of the project, as the compiler gets it.</summary>
    public Editor With(string option, string value)
    {
        _options.Add(option, value);
        return this;
    }

    /// <summary>A file that the compiler gets besides the source.</summary>
    public Editor WithFile(string path, string text)
    {
        _files = _files.Add(new TextFile(path, text));
        return this;
    }

    public Editor References(params MetadataReference[] references)
    {
        _references = references;
        return this;
    }

    public Editor Named(string name)
    {
        _name = name;
        return this;
    }

    public CSharpCompilation Compile() => CSharpCompilation.Create(
        _name,
        [Parse("GlobalUsings.cs", GlobalUsings), Parse("Code.cs", new Markup(_source).Text)],
        [.. Framework, .. _references],
        new CSharpCompilationOptions(_kind, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>Exactly the marked findings are shown, each at its place; messages (WP1033) where <paramref name="messages"/> says so.</summary>
    public IReadOnlyList<Diagnostic> Shows(bool messages = false)
    {
        var found = Find();
        var shown = found.Where(diagnostic => diagnostic.Location.IsInSource && (messages || diagnostic.Severity != DiagnosticSeverity.Info)).ToList();
        new Markup(_source).MustShow(shown);
        return found;
    }

    public IReadOnlyList<Diagnostic> Find()
    {
        var compilation = Compile();
        var errors = compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        Assert.IsEmpty(errors, string.Join('\n', errors));
        return Analyze(compilation, new AnalyzerOptions(_files, new Options(_options)));
    }

    private static ImmutableArray<Diagnostic> Analyze(Compilation compilation, AnalyzerOptions options) =>
        compilation.WithAnalyzers(Analyzers, new CompilationWithAnalyzersOptions(
            options,
            onAnalyzerException: (exception, _, _) => throw new AssertFailedException(exception.ToString()),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false)).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult();

    private static SyntaxTree Parse(string path, string text) =>
        CSharpSyntaxTree.ParseText(text, CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest), path);

    private sealed class TextFile(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }

    private sealed class Options(Dictionary<string, string> values) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(values);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Values(tree.FilePath == "Code.cs" ? values : []);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Values([]);
    }

    private sealed class Values(Dictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.MaybeNullWhen(false)] out string value) => values.TryGetValue(key, out value);
    }
}
