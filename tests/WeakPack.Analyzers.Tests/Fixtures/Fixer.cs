using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace WeakPack.Analyzers.Tests.Fixtures;

/// <summary>What an editor offers for the findings of a source, and what comes of it.</summary>
internal sealed class Fixer : IDisposable
{
    private readonly AdhocWorkspace _workspace = new();
    private readonly CodeFixProvider _fix;
    private readonly ProjectId _project = ProjectId.CreateNewId();
    private readonly DocumentId[] _files;

    /// <param name="fix">The fix.</param>
    /// <param name="sources">The files of a library.</param>
    public Fixer(CodeFixProvider fix, params string[] sources)
    {
        _fix = fix;
        var solution = _workspace.CurrentSolution.AddProject(ProjectInfo.Create(
            _project, VersionStamp.Default, "Pack1", "Pack1", LanguageNames.CSharp,
            compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable),
            parseOptions: CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest),
            metadataReferences: Editor.Framework));
        _files = [.. sources.Select(_ => DocumentId.CreateNewId(_project))];
        for (var i = 0; i < sources.Length; i++)
            solution = solution.AddDocument(_files[i], $"File{i + 1}.cs", SourceText.From(sources[i]));
        Assert.IsTrue(_workspace.TryApplyChanges(solution));
    }

    private Project Project => _workspace.CurrentSolution.GetProject(_project)!;

    public static Fixer Of<TFix>(params string[] sources)
        where TFix : CodeFixProvider, new() => new(new TFix(), sources);

    /// <summary>The titles of what is offered, for all findings together.</summary>
    public IReadOnlyList<string> Offers() => [.. Fixable(Project).SelectMany(diagnostic => ActionsFor(Project, diagnostic)).Select(action => action.Title).Distinct()];

    /// <summary>Takes the offer with that title for the first finding that has one.</summary>
    public IReadOnlyList<string> Take(string title)
    {
        var action = Fixable(Project).SelectMany(diagnostic => ActionsFor(Project, diagnostic)).First(action => action.Title == title);
        return Texts(action);
    }

    /// <summary>Takes the offer for all findings of the project at once.</summary>
    public IReadOnlyList<string> TakeAll(string title)
    {
        var fixable = Fixable(Project);
        var first = fixable.First(diagnostic => ActionsFor(Project, diagnostic).Any(action => action.Title == title));
        var action = ActionsFor(Project, first).First(action => action.Title == title);
        var context = new FixAllContext(
            Project.GetDocument(first.Location.SourceTree)!, _fix, FixAllScope.Project, action.EquivalenceKey!,
            _fix.FixableDiagnosticIds, new Provider(this), CancellationToken.None);
        return Texts(_fix.GetFixAllProvider()!.GetFixAsync(context).GetAwaiter().GetResult()!);
    }

    public void Dispose() => _workspace.Dispose();

    private ImmutableArray<Diagnostic> Fixable(Project project)
    {
        var compilation = project.GetCompilationAsync().GetAwaiter().GetResult()!;
        var errors = compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        Assert.IsEmpty(errors, string.Join('\n', errors));
        return [.. compilation.WithAnalyzers(Editor.Analyzers).GetAnalyzerDiagnosticsAsync().GetAwaiter().GetResult()
            .Where(diagnostic => _fix.FixableDiagnosticIds.Contains(diagnostic.Id))
            .OrderBy(diagnostic => diagnostic.Location.SourceTree!.FilePath, StringComparer.Ordinal).ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
    }

    private List<CodeAction> ActionsFor(Project project, Diagnostic diagnostic)
    {
        var actions = new List<CodeAction>();
        _fix.RegisterCodeFixesAsync(new CodeFixContext(project.GetDocument(diagnostic.Location.SourceTree)!, diagnostic, (action, _) => actions.Add(action), CancellationToken.None)).GetAwaiter().GetResult();
        return actions;
    }

    // What is left must compile.
    private List<string> Texts(CodeAction action)
    {
        var changed = action.GetOperationsAsync(CancellationToken.None).GetAwaiter().GetResult().OfType<ApplyChangesOperation>().Single().ChangedSolution;
        _ = Fixable(changed.GetProject(_project)!);
        return [.. _files.Select(file => changed.GetDocument(file)!.GetTextAsync().GetAwaiter().GetResult().ToString().ReplaceLineEndings("\n"))];
    }

    private sealed class Provider(Fixer fixer) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(fixer.Fixable(project));

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult(fixer.Fixable(document.Project).Where(diagnostic => diagnostic.Location.SourceTree!.FilePath == document.FilePath || document.Project.GetDocument(diagnostic.Location.SourceTree)?.Id == document.Id));

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
