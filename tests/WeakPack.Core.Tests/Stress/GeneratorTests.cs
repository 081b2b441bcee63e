namespace WeakPack.Core.Tests.Stress;

/// <summary>The generator itself: that it says the same each time, and that it says everything.</summary>
[TestClass]
public sealed class GeneratorTests
{
    private static readonly Lazy<IReadOnlyList<CoverageRow>> s_coverage =
        new(() => Coverage.Of(Enumerable.Range(1, Seeds.DefaultCount).Select(ProgramGenerator.Of)));

    public static IEnumerable<object[]> Constructs => ProgramGenerator.Recipes.Select(r => new object[] { r.Construct });

    [TestMethod]
    [DynamicData(nameof(Constructs))]
    public void A_construct_occurs_weak_and_strong_and_between_them(string construct)
    {
        var row = s_coverage.Value.Single(r => r.Construct == construct);

        Assert.IsGreaterThan(0, row.Weak, row.ToString());
        Assert.IsGreaterThan(0, row.Strong, row.ToString());
        Assert.IsGreaterThan(0, row.Crossing, row.ToString());
    }

    [TestMethod]
    public void The_same_seed_makes_the_same_sources()
    {
        foreach (var seed in Enumerable.Range(1, 50))
            Assert.AreEqual(TextOf(seed), TextOf(seed));
    }

    /// <summary>A seed that someone reports must mean the same on every machine, whatever its runtime.</summary>
    [TestMethod]
    public void The_numbers_follow_from_the_seed_alone()
    {
        var dice = new Dice(1234);
        CollectionAssert.AreEqual(new[] { 347, 94, 296, 881, 365, 642, 902, 208 }, Enumerable.Range(0, 8).Select(_ => dice.Below(1000)).ToArray());
    }

    [TestMethod]
    public void Other_seeds_make_other_sources() =>
        Assert.HasCount(Seeds.DefaultCount, Enumerable.Range(1, Seeds.DefaultCount).Select(TextOf).Distinct());

    [TestMethod]
    public void Programs_have_one_package_or_a_chain_and_units_of_several_types()
    {
        var programs = Enumerable.Range(1, Seeds.DefaultCount).Select(ProgramGenerator.Of).ToArray();
        foreach (var count in new[] { 1, 2, 3 })
            Assert.IsTrue(programs.Any(p => p.Packages.Count == count), $"{count} packages");
        Assert.IsTrue(programs.Any(p => Across(p, Standing.Weak)), "a weak unit that uses that of another package");
        Assert.IsTrue(programs.Any(p => Across(p, Standing.Strong)), "strong code that uses the weak unit of another package");
        Assert.IsTrue(programs.Any(p => Within(p, Standing.Strong, Standing.Weak)), "a unit that is retained for a sibling");
        Assert.IsTrue(programs.Any(p => Within(p, Standing.Weak, Standing.Internal)), "an internal type that travels");

        static bool Across(GeneratedProgram program, Standing user) =>
            program.Pieces.Any(p => p.Standing == user && p.Uses.Any(used => used.Standing == Standing.Weak && used.Assembly != p.Assembly));

        static bool Within(GeneratedProgram program, Standing user, Standing used) =>
            program.Pieces.Any(p => p.Standing == user && p.Uses.Any(u => u.Standing == used && u.Assembly == p.Assembly));
    }

    private static string TextOf(int seed) =>
        string.Join('\n', ProgramGenerator.Of(seed) is var program ? program.Pieces.Append(program.Main).Select(p => p.Source) : []);
}
