using System.Globalization;
using System.Reflection;

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

    /// <summary>Tells of a failure that nobody foresaw.</summary>
    /// <param name="subject">What was worked on.</param>
    /// <param name="error">The failure.</param>
    public static Diagnostic OfFailure(string subject, Exception error)
    {
        var at = error.StackTrace?.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Contains("WeakPack.")) ?? "code that is not ours";
        var assembly = typeof(Diagnostic).Assembly;
        return Create(Descriptors.InternalError, null, subject, $"{error.GetType().Name} ({error.Message.TrimEnd('.')})", Method(at), assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "");
    }

    // "at WeakPack.Linking.Linker.Link(LinkRequest request) in …": the word before differs by language.
    private static string Method(string line)
    {
        var start = line.IndexOf("WeakPack.", StringComparison.Ordinal);
        var end = start < 0 ? -1 : line.IndexOf('(', start);
        return end < 0 ? line : line.Substring(start, end - start);
    }

    /// <summary>The same finding, which the analyzers tell of, or not.</summary>
    internal Diagnostic ToldByCompiler(bool isTold) => new(Descriptor, Location, Message) { IsToldByCompiler = isTold };

    /// <inheritdoc/>
    public override string ToString() =>
        Location is { } at
            ? string.Format(CultureInfo.InvariantCulture, "{0}({1},{2}): {3}: {4}", at.File, at.Line, at.Column, Descriptor.Id, Message)
            : $"{Descriptor.Id}: {Message}";
}
