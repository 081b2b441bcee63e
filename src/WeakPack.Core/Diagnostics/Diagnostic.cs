using System.Globalization;

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

    /// <summary>The message, with the places that <see cref="Diagnostic.Create"/> fills.</summary>
    public string MessageFormat { get; }

    /// <summary>How grave it is, unless the project says otherwise.</summary>
    public DiagnosticSeverity Severity { get; }

    /// <summary>The page that explains it, relative to the documentation's root.</summary>
    public string HelpPage => $"diagnostics/{Id}.md";
}

/// <summary>A place in a source file; lines and columns count from 1, and 0 means unknown.</summary>
public sealed record SourceLocation(string File, int Line = 0, int Column = 0, int EndLine = 0, int EndColumn = 0);

/// <summary>A finding, ready to be shown.</summary>
public sealed class Diagnostic
{
    private Diagnostic(DiagnosticDescriptor descriptor, SourceLocation? location, string message)
    {
        Descriptor = descriptor;
        Location = location;
        Message = message;
    }

    /// <summary>What kind of finding it is.</summary>
    public DiagnosticDescriptor Descriptor { get; }

    /// <summary>Where in the source, or in which file; null when no place can be told.</summary>
    public SourceLocation? Location { get; }

    /// <summary>The message: what is wrong and what to do.</summary>
    public string Message { get; }

    /// <summary>Makes a finding from a descriptor and what it names.</summary>
    public static Diagnostic Create(DiagnosticDescriptor descriptor, SourceLocation? location, params object[] arguments) =>
        new(descriptor, location, string.Format(CultureInfo.InvariantCulture, descriptor.MessageFormat, arguments));

    /// <inheritdoc/>
    public override string ToString() =>
        Location is { } at
            ? string.Format(CultureInfo.InvariantCulture, "{0}({1},{2}): {3}: {4}", at.File, at.Line, at.Column, Descriptor.Id, Message)
            : $"{Descriptor.Id}: {Message}";
}
