// Also compiled into WeakPack.Analyzers, which reports by the same table and must not bring the linker along.
namespace WeakPack.Diagnostics;

/// <summary>How grave a diagnostic is.</summary>
public enum DiagnosticSeverity
{
    /// <summary>Information, shown at normal verbosity.</summary>
    Message,

    /// <summary>The output is written, but something deserves a look.</summary>
    Warning,

    /// <summary>No output is written.</summary>
    Error,
}

/// <summary>One kind of diagnostic: its number, its wording, its severity and its page.</summary>
public sealed class DiagnosticDescriptor
{
    internal DiagnosticDescriptor(string id, DiagnosticSeverity severity, string title, string messageFormat)
    {
        Id = id;
        Severity = severity;
        Title = title;
        MessageFormat = messageFormat;
    }

    /// <summary>The number, such as WP2203.</summary>
    public string Id { get; }

    /// <summary>What the diagnostic is about, in a few words.</summary>
    public string Title { get; }

    /// <summary>The message, with numbered places for what a finding names.</summary>
    public string MessageFormat { get; }

    /// <summary>How grave it is, unless the project says otherwise.</summary>
    public DiagnosticSeverity Severity { get; }

    /// <summary>The page that explains it, relative to the documentation's root.</summary>
    public string HelpPage => $"diagnostics/{Id}.md";
}
