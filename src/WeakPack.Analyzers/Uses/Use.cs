using Microsoft.CodeAnalysis;

namespace WeakPack.Analyzers.Uses;

/// <summary>One use: a member (or type) names a type or member of the same assembly.</summary>
/// <param name="User">The member or type that names it.</param>
/// <param name="Used">The definition that is named.</param>
/// <param name="Location">Where it is named.</param>
internal sealed record Use(ISymbol User, ISymbol Used, Location Location);
