using System.Globalization;

namespace WeakPack.Core.Tests.Stress;

/// <summary>Programs that no one wrote: what a seed makes runs the same, linked and unlinked.</summary>
[TestClass]
public sealed class StressTests
{
    private const int BatchSize = 25;

    /// <summary>Batches, so that a test run shows how far it is and spreads them over the processors.</summary>
    public static IEnumerable<object[]> Batches => Seeds.All.Chunk(BatchSize).Select(batch => new object[] { batch[0], batch.Length });

    public required TestContext TestContext { get; init; }

    public static string Name(System.Reflection.MethodInfo method, object[] row) =>
        string.Create(CultureInfo.InvariantCulture, $"seeds {row[0]} to {(int)row[0] + (int)row[1] - 1}");

    [TestMethod]
    [DynamicData(nameof(Batches), DynamicDataDisplayName = nameof(Name))]
    public void A_generated_program_runs_the_same_linked_and_unlinked(int first, int count)
    {
        var failures = new List<string>();
        foreach (var seed in Enumerable.Range(first, count))
        {
            var program = ProgramGenerator.Of(seed);
            if (Seeds.IsReplay)
                TestContext.WriteLine($"The sources of seed {seed} are in {StressRun.Save(program)}");
            try
            {
                StressRun.Check(program);
            }
            catch (Exception e)
            {
                failures.Add($"Seed {seed} fails. To run it alone: {Seeds.CommandFor(seed)}{Environment.NewLine}{(e is AssertFailedException ? e.Message : e)}");
            }
        }

        Assert.IsEmpty(failures, string.Join(Environment.NewLine + Environment.NewLine, failures));
    }
}
