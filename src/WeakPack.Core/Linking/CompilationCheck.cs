using WeakPack.Diagnostics;
using WeakPack.Metadata;

namespace WeakPack.Linking;

/// <summary>WP4002: linked units were compiled with other overflow checking, or with less optimization, than their consumer.</summary>
/// <remarks>
/// Their code is the package's and does what it was compiled to do. Optimized code serves a consumer that is not, so that
/// a build for debugging links what comes from NuGet.
/// </remarks>
internal static class CompilationCheck
{
    /// <param name="link">The link.</param>
    /// <param name="units">What was linked.</param>
    public static IEnumerable<Diagnostic> Check(LinkContext link, IReadOnlyList<LinkedUnit> units)
    {
        var consumer = CompilerTraces.Read(link.Consumer, link.Symbols.Pdb, link.Request.Flags);
        return from package in units.GroupBy(unit => unit.Package)
               let flags = link.Libraries[package.Key].Manifest.Compilation
               let differences = Differences(flags, consumer).ToList()
               where differences.Count > 0
               let theirs = string.Join(" and ", differences.Select(difference => difference.Package))
               let ours = string.Join(" and ", differences.Select(difference => difference.Consumer))
               select Diagnostic.Create(Descriptors.CompiledOtherwise, null, UnitNames.Of(package.Select(unit => unit.Name)), package.Key, theirs, ours);
    }

    private static IEnumerable<(string Package, string Consumer)> Differences(CompilationFlags package, CompilationFlags consumer)
    {
        if (package.ChecksArithmetic is { } theirs && consumer.ChecksArithmetic is { } ours && theirs != ours && !(package.HasArithmeticOfItsLanguage && consumer.HasArithmeticOfItsLanguage))
            yield return (OverflowChecks(theirs), OverflowChecks(ours));
        if (package.IsOptimized == false && consumer.IsOptimized == true)
            yield return ("without optimization", "with optimization");
    }

    private static string OverflowChecks(bool areThere) => areThere ? "with overflow checks" : "without overflow checks";
}
