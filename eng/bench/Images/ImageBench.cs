namespace WeakPack.Bench.Images;

/// <summary>Publishing with native code: by the SDK alone, with an empty cache of images, and with a full one.</summary>
/// <remarks>What is measured is the step that gets native code; the project's own assembly is in it each time, for the SDK compiles that always.</remarks>
internal static class ImageBench
{
    public static void Run(int runs)
    {
        using var app = new PackageApplication();
        var sdk = PublishRun.Median(runs, () => app.Publish(withImages: false));
        var expected = app.Published();
        var cold = PublishRun.Median(runs, () =>
        {
            app.EmptyCache();
            return app.Publish(withImages: true);
        });
        Check(expected, app.Published());
        var warm = PublishRun.Median(runs, () => app.Publish(withImages: true));
        Check(expected, app.Published());

        Console.WriteLine($"{Timing.Machine}, {expected.Count - 1} assemblies of packages, {Timing.Megabytes(expected.Values.Sum(image => image.LongLength))} of native code, medians of {runs}");
        Console.WriteLine();
        Console.WriteLine("| publish with                |   its step | faster than the SDK |  to reach | whole publish | faster than the SDK |");
        Console.WriteLine("|-----------------------------|-----------:|--------------------:|----------:|--------------:|--------------------:|");
        Print("the SDK alone", sdk, sdk, "");
        Print("images, an empty cache", cold, sdk, Environment.ProcessorCount > 1 ? "1.7 ×" : "1 ×");
        Print("images, a full cache", warm, sdk, "20 ×");
    }

    private static void Print(string what, PublishRun run, PublishRun sdk, string mark) => Console.WriteLine(
        $"| {what,-27} | {Timing.Seconds(run.Step),10} | {Timing.Ratio(sdk.Step / run.Step),19} | {mark,9} | {Timing.Seconds(run.Whole),13} | {Timing.Ratio(sdk.Whole / run.Whole),19} |");

    // Speed with other bytes would be no speed.
    private static void Check(IReadOnlyDictionary<string, byte[]> expected, IReadOnlyDictionary<string, byte[]> published)
    {
        var other = expected.Keys.Union(published.Keys).Where(name => !published.TryGetValue(name, out var image) || !expected.TryGetValue(name, out var original) || !image.AsSpan().SequenceEqual(original));
        if (other.Any())
            throw new InvalidOperationException($"Not what the SDK makes: {string.Join(", ", other)}.");
    }
}
