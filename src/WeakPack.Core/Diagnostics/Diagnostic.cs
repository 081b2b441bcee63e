using System.Globalization;

namespace WeakPack.Diagnostics;

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

    /// <summary>The analyzers tell the same of the source, where they run: a warning that is not to be shown twice.</summary>
    public bool IsToldByCompiler { get; private init; }

    /// <summary>Makes a finding from a descriptor and what it names.</summary>
    public static Diagnostic Create(DiagnosticDescriptor descriptor, SourceLocation? location, params object[] arguments) =>
        new(descriptor, location, string.Format(CultureInfo.InvariantCulture, descriptor.MessageFormat, arguments));

    /// <summary>The same finding, which the analyzers tell of, or not.</summary>
    internal Diagnostic ToldByCompiler(bool isTold) => new(Descriptor, Location, Message) { IsToldByCompiler = isTold };

    /// <inheritdoc/>
    public override string ToString() =>
        Location is { } at
            ? string.Format(CultureInfo.InvariantCulture, "{0}({1},{2}): {3}: {4}", at.File, at.Line, at.Column, Descriptor.Id, Message)
            : $"{Descriptor.Id}: {Message}";
}
