using Microsoft.Build.Framework;
using WeakPack.Diagnostics;

namespace WeakPack.Tasks;

/// <summary>What the tasks have in common: how findings are shown, and what happens when a file can't be read or written.</summary>
/// <remarks>All paths are full: a task has no current directory.</remarks>
[MSBuildMultiThreadableTask]
public abstract class LinkerTask : Microsoft.Build.Utilities.Task
{
    /// <summary>The project's name, with which messages begin.</summary>
    public string ProjectName { get; set; } = "";

    /// <summary>The project's file, for findings that are about no other.</summary>
    public string ProjectFile { get; set; } = "";

    /// <summary>The folder of the documentation, to which help links lead.</summary>
    public string? Documentation { get; set; }

    /// <summary>The compiler's map of source paths.</summary>
    public string? PathMap { get; set; }

    /// <summary>Warnings are errors. The compiler's own switch does not reach tasks.</summary>
    public bool TreatWarningsAsErrors { get; set; }

    /// <summary>Codes that remain warnings all the same.</summary>
    public string? WarningsNotAsErrors { get; set; }

    /// <summary>The analyzers were active when the project was compiled: what is a warning of theirs is not shown once more.</summary>
    public bool AnalyzersRan { get; set; }

    /// <summary>Codes that are not shown, and so are no errors either.</summary>
    public string? NoWarn { get; set; }

    private protected PathMap SourcePaths => new(PathMap);

    /// <inheritdoc/>
    public sealed override bool Execute()
    {
        try
        {
            Run();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Show(Diagnostic.Create(Descriptors.FileAccess, null, exception.Message));
        }
        catch (Exception exception) // a bug of ours: MSBuild would show the stack trace and no way out
        {
            Show(Diagnostic.OfFailure(ProjectFile.Length > 0 ? ProjectFile : ProjectName, exception));
            Log.LogMessage(MessageImportance.Low, exception.ToString());
        }

        return !Log.HasLoggedErrors;
    }

    private protected abstract void Run();

    /// <summary>Shows what was found. True when none of it is an error, so that output may be written.</summary>
    private protected bool Report(IEnumerable<Diagnostic> diagnostics)
    {
        foreach (var diagnostic in diagnostics.Where(diagnostic => !AnalyzersRan || !diagnostic.IsToldByCompiler))
        {
            Show(diagnostic);
        }

        return !Log.HasLoggedErrors;
    }

    private void Show(Diagnostic diagnostic)
    {
        var id = diagnostic.Descriptor.Id;
        var at = diagnostic.Location is { } location ? location with { File = SourcePaths.Unmap(location.File) } : new SourceLocation(ProjectFile);
        var help = Documentation is null ? null : new Uri(Path.Combine(Documentation, diagnostic.Descriptor.HelpPage)).AbsoluteUri;
        switch (diagnostic.Descriptor.Severity)
        {
            case DiagnosticSeverity.Error:
            case DiagnosticSeverity.Warning when IsPromoted(id):
                Log.LogError(null, id, null, help, at.File, at.Line, at.Column, at.EndLine, at.EndColumn, diagnostic.Message);
                break;
            case DiagnosticSeverity.Warning:
                Log.LogWarning(null, id, null, help, at.File, at.Line, at.Column, at.EndLine, at.EndColumn, diagnostic.Message);
                break;
            default:
                Log.LogMessage(null, id, null, at.File, at.Line, at.Column, at.EndLine, at.EndColumn, MessageImportance.Normal, diagnostic.Message);
                break;
        }
    }

    private bool IsPromoted(string id) => TreatWarningsAsErrors && !Names(WarningsNotAsErrors, id) && !Names(NoWarn, id);

    private static bool Names(string? codes, string id) =>
        codes is not null && codes.Split(';', ',', ' ', '\n', '\r', '\t').Contains(id, StringComparer.OrdinalIgnoreCase);
}
