using Microsoft.CodeAnalysis;
using WeakPack.Analyzers.Uses;

namespace WeakPack.Analyzers.Travel;

/// <summary>Something that a travelling type uses and that can't go with it.</summary>
/// <param name="Use">Who uses what, and where.</param>
/// <param name="Used">What is used, as a message names it.</param>
/// <param name="Obstacle">Why it can't.</param>
internal sealed record TravelFinding(Use Use, string Used, string Obstacle)
{
    public static TravelFinding Of(Use use, string obstacle) => new(use, use.Used.Describe(), obstacle);
}
