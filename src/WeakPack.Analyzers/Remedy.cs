using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace WeakPack.Analyzers;

/// <summary>What a finding tells the code fixes beside its place.</summary>
internal static class Remedy
{
    /// <summary>The documentation id of the type that could be marked weak.</summary>
    public const string TypeToMark = "TypeToMark";

    public static ImmutableDictionary<string, string?> None => ImmutableDictionary<string, string?>.Empty;

    public static ImmutableDictionary<string, string?> MarkWeak(INamedTypeSymbol top) => None.Add(TypeToMark, top.GetDocumentationCommentId());
}
