using System.Collections.Concurrent;

namespace WeakPack.Images;

/// <summary>How images are got.</summary>
public sealed record ImageOptions
{
    /// <summary>Compile what is missing.</summary>
    public bool Compiles { get; init; } = true;

    /// <summary>Which images will do.</summary>
    public ImageMatch Match { get; init; } = ImageMatch.Exact;

    /// <summary>How many compilers run at once.</summary>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>How long to wait for another process that compiles the same image.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Is told each command line of the compiler, and what the compiler said.</summary>
    public Action<string>? Trace { get; init; }
}

/// <summary>Gets images: from the cache where they are, and compiled where they are not.</summary>
/// <remarks>Processes that want the same images share the work: each compiles what no other is compiling.</remarks>
public sealed class ImageService
{
    private static readonly TimeSpan s_glance = TimeSpan.FromMilliseconds(50);

    private readonly ImageCache _cache;
    private readonly ImageOptions _options;
    private volatile bool _hasStored;

    private ImageService(ImageCache cache, ImageOptions options)
    {
        _cache = cache;
        _options = options;
    }

    /// <summary>Gets images. The outcomes are in the order of the requests; what is neither there nor compiled has no output.</summary>
    public static IReadOnlyList<ImageOutcome> Get(IReadOnlyList<ImageRequest> requests, ImageCache cache, ImageOptions options)
    {
        var service = new ImageService(cache, options);
        var outcomes = new ImageOutcome?[requests.Count];
        var later = new ConcurrentQueue<int>();
        service.InParallel(LargestFirst(requests), index =>
        {
            outcomes[index] = service.Try(requests[index], isPatient: false);
            if (outcomes[index] is null)
                later.Enqueue(index);
        });
        service.InParallel(later, index => outcomes[index] = service.Try(requests[index], isPatient: true));
        if (service._hasStored)
            cache.Trim();
        return [.. outcomes.Select(outcome => outcome!)];
    }

    // An assembly takes as long as it is large. A large one that came last would keep one processor busy, and the others idle.
    private static IEnumerable<int> LargestFirst(IReadOnlyList<ImageRequest> requests) =>
        Enumerable.Range(0, requests.Count).OrderByDescending(index => ImageFolder.Try(() => new FileInfo(requests[index].Assembly).Length, 0));

    private void InParallel(IEnumerable<int> indices, Action<int> action)
    {
        var queue = new ConcurrentQueue<int>(indices);
        var workers = Enumerable.Range(0, Math.Min(Math.Max(1, _options.Parallelism), queue.Count)).Select(_ => Task.Run(() =>
        {
            while (queue.TryDequeue(out var index))
                action(index);
        }));
        Task.WhenAll(workers).GetAwaiter().GetResult();
    }

    // Null when another process is compiling the image, and this one has other things to do.
    private ImageOutcome? Try(ImageRequest request, bool isPatient)
    {
        try
        {
            return TryShared(request, isPatient);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The cache can't be used: that costs speed, not the build.
            return Private(request, error.Message, new(null, null, [], []));
        }
        catch (BadImageFormatException error)
        {
            return new(request, ImageOutcomeKind.Failed, error.Message, [], []);
        }
    }

    private ImageOutcome? TryShared(ImageRequest request, bool isPatient)
    {
        var deadline = DateTime.UtcNow + _options.Patience;
        while (true)
        {
            var search = _cache.Find(request, _options.Match);
            if (Suffices(request, search))
                return Serve(request, search);
            if (!_options.Compiles)
                return new(request, ImageOutcomeKind.Missing, Reason(search), search.Rejections, search.Spoiled);

            using (var taken = ImageLock.TryTake(_cache.Own, request.Assembly, request.Inputs.Key))
            {
                if (taken is not null)
                    return CompileShared(request, search);
            }

            if (!isPatient)
                return null;
            if (DateTime.UtcNow > deadline)
                return Private(request, "another process takes too long", search);
            Thread.Sleep(s_glance);
        }
    }

    private static ImageOutcome Serve(ImageRequest request, ImageSearch search)
    {
        AsideFile.Write(request.Output, search.Image!);
        return new(request, ImageOutcomeKind.FromCache, "", search.Rejections, search.Spoiled);
    }

    private ImageOutcome CompileShared(ImageRequest request, ImageSearch before)
    {
        // Its last owner may have put it there while this process was on its way.
        if (_cache.Find(request, _options.Match) is var search && Suffices(request, search))
            return Serve(request, search);

        var outcome = Private(request, Reason(before), before);
        if (outcome.Kind == ImageOutcomeKind.Compiled)
            Store(request);
        else if (search.Image is not null)
            return Serve(request, search);
        return outcome;
    }

    // An image for a lesser machine serves, but who asked for a better one would never get it, once that of the base is there.
    private bool Suffices(ImageRequest request, ImageSearch search) =>
        search.Image is not null && (!_options.Compiles || search.Record!.Inputs.One(ImageInputs.InstructionSet) == request.Inputs.One(ImageInputs.InstructionSet));

    private void Store(ImageRequest request)
    {
        var image = File.ReadAllBytes(request.Output);
        try
        {
            _cache.Add(new(Path.GetFileName(request.Assembly), request.Package, ImportLibraries.Checksum.Of(image), image.Length, request.Inputs), image);
            _hasStored = true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _options.Trace?.Invoke($"The image of '{request.Assembly}' can't be put into the cache: {error.Message}");
        }
    }

    private ImageOutcome Private(ImageRequest request, string reason, ImageSearch search)
    {
        if (!_options.Compiles)
            return new(request, ImageOutcomeKind.Missing, reason, search.Rejections, search.Spoiled);

        // Under its own name, for the compiler may write that into the image.
        var folder = AsideFile.NameFor(request.Output);
        var aside = Path.Combine(folder, Path.GetFileName(request.Output));
        try
        {
            Directory.CreateDirectory(folder);
            var run = Crossgen.Compile(request, aside);
            _options.Trace?.Invoke(run.Command + Environment.NewLine + run.Output);
            if (run.ExitCode != 0 || !File.Exists(aside))
                return new(request, ImageOutcomeKind.Failed, $"crossgen2 ended with {run.ExitCode}: {run.Output.Trim()}", search.Rejections, search.Spoiled);

            AsideFile.Write(request.Output, File.ReadAllBytes(aside));
            return new(request, ImageOutcomeKind.Compiled, reason, search.Rejections, search.Spoiled);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new(request, ImageOutcomeKind.Failed, error.Message, search.Rejections, search.Spoiled);
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    // What was nearest tells most: an image of the same code that has other flags says more than one of other code.
    private static string Reason(ImageSearch search) => search.Image is not null
        ? "only for a lesser machine"
        : search.Rejections.Select(rejection => rejection.Reason).OrderBy(reason => reason == "IL changed").FirstOrDefault() ?? "not in the cache";
}
