namespace WeakPack.Images;

/// <summary>A cache of images: one folder that is written, and others that are only read.</summary>
public sealed class ImageCache
{
    private readonly ImageFolder _own;
    private readonly IReadOnlyList<ImageFolder> _folders;

    /// <param name="root">The folder that is written.</param>
    /// <param name="fallbacks">Folders that others fill: a cache of a build farm, a share.</param>
    /// <param name="limits">How much it may hold.</param>
    public ImageCache(string root, IEnumerable<string>? fallbacks = null, ImageLimits? limits = null)
    {
        _own = new ImageFolder(root, isReadOnly: false);
        _folders = [_own, .. (fallbacks ?? []).Select(fallback => new ImageFolder(fallback, isReadOnly: true))];
        Limits = limits ?? ImageLimits.Default;
    }

    /// <summary>The folder that is written.</summary>
    public string Root => _own.Root;

    /// <summary>How much it may hold.</summary>
    public ImageLimits Limits { get; }

    internal ImageFolder Own => _own;

    /// <summary>Looks for an image.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="match">Which images will do.</param>
    /// <returns>The image; or why there is none.</returns>
    public ImageSearch Find(ImageRequest request, ImageMatch match)
    {
        var rejections = new List<ImageRejection>();
        var spoiled = new List<string>();
        foreach (var folder in _folders)
        {
            if (folder.Record(request.Assembly, request.Inputs.Key, out var isSpoiled) is { } exact && Load(folder, exact, request.Inputs.Key, rejections, spoiled) is { } bytes)
                return new(bytes, exact, rejections, spoiled);
            if (isSpoiled)
                Reject(folder, request.Assembly, request.Inputs.Key, "invalid record", folder.RecordPath(request.Assembly, request.Inputs.Key), rejections, spoiled);
        }

        var candidates = Candidates(request, match, rejections).OrderByDescending(candidate => InstructionLevel.Order(candidate.Record.Inputs.One(ImageInputs.InstructionSet))).ToList();
        foreach (var (folder, key, record) in candidates)
        {
            if (Load(folder, record, key, rejections, spoiled) is { } bytes)
                return new(bytes, record, rejections, spoiled);
        }

        return new(null, null, rejections, spoiled);
    }

    /// <summary>All images of the folder that is written.</summary>
    public IEnumerable<CachedImage> All() => _own.All().Select(image => new CachedImage(image.Key, image.Record, _own.LastUsed(image.Record.Assembly, image.Key)));

    /// <summary>The images whose records are damaged. They are not among <see cref="All"/>, and serve nobody.</summary>
    /// <param name="assembly">Only those of this assembly; null for all.</param>
    public IEnumerable<SpoiledRecord> SpoiledRecords(string? assembly = null) =>
        _own.SpoiledRecords().Where(record => assembly is null || string.Equals(record.Folder, ImageFolder.NameOf(assembly), StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether an image's bytes are those that were stored; the problem, or null.</summary>
    public string? Verify(CachedImage image)
    {
        _own.Look(image.Record, image.Key, out var problem);
        return problem;
    }

    /// <summary>Takes an image away. False when it is in use.</summary>
    public bool Remove(CachedImage image) => _own.Remove(image.Record.Assembly, image.Key);

    /// <summary>Takes an image away of which nobody can tell what it was made of. False when it is in use.</summary>
    public bool Remove(SpoiledRecord record) => _own.Remove(record);

    internal void Add(ImageRecord record, byte[] image) => _own.Add(record, image);

    /// <summary>Takes away what is too much, and what was left behind. All records are read for that, so it is done once, after all else.</summary>
    internal void Trim()
    {
        Limits.Apply(_own);
        _own.RemoveAbandoned();
    }

    private IEnumerable<(ImageFolder Folder, string Key, ImageRecord Record)> Candidates(ImageRequest request, ImageMatch match, List<ImageRejection> rejections)
    {
        foreach (var folder in _folders)
        {
            foreach (var (key, record) in folder.RecordsOf(request.Assembly))
            {
                var reason = key == request.Inputs.Key || key != record.Inputs.Key ? "" : match == ImageMatch.Exact ? Difference(record, request)
                    : ImageRules.WhyRejected(record.Inputs, request.Inputs, match == ImageMatch.Band);
                if (reason is null)
                    yield return (folder, key, record);
                else if (reason.Length > 0)
                    rejections.Add(new(key, reason));
            }
        }
    }

    // An exact match was looked for by its key. What would have served otherwise differs in a name that the rules leave open.
    private static string Difference(ImageRecord record, ImageRequest request) =>
        ImageRules.WhyRejected(record.Inputs, request.Inputs, matchesBand: false) ?? "mismatched flags: optimization or instruction set";

    private static byte[]? Load(ImageFolder folder, ImageRecord record, string key, List<ImageRejection> rejections, List<string> spoiled)
    {
        var bytes = folder.Load(record, key, out var problem);
        if (problem is null)
            return bytes;

        if (problem == ImageFolder.Unreadable)
            rejections.Add(new(key, problem));
        else
            Reject(folder, record.Assembly, key, problem, folder.ImagePath(record.Assembly, key), rejections, spoiled);
        return null;
    }

    private static void Reject(ImageFolder folder, string assembly, string key, string problem, string path, List<ImageRejection> rejections, List<string> spoiled)
    {
        rejections.Add(new(key, problem));
        spoiled.Add(path);
        if (!folder.IsReadOnly)
            folder.Remove(assembly, key);
    }
}

/// <summary>Which images serve a request.</summary>
public enum ImageMatch
{
    /// <summary>The very same inputs: the image is byte for byte what the compiler would write.</summary>
    Exact,

    /// <summary>The rules: a higher optimization level, a lower instruction set.</summary>
    Rules,

    /// <summary>The rules, and a compiler of the same band.</summary>
    Band,
}

/// <summary>What a search found.</summary>
/// <param name="Image">The image's bytes; null when there is none.</param>
/// <param name="Record">Its record.</param>
/// <param name="Rejections">What was looked at, and why it does not serve.</param>
/// <param name="Spoiled">Paths of images that are not what was stored. They were taken away.</param>
public sealed record ImageSearch(byte[]? Image, ImageRecord? Record, IReadOnlyList<ImageRejection> Rejections, IReadOnlyList<string> Spoiled);

/// <summary>An image that does not serve.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Reason">Why not.</param>
public sealed record ImageRejection(string Key, string Reason);

/// <summary>An image in the cache.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Record">What it was made of.</param>
/// <param name="LastUsed">When it was last used, UTC.</param>
public sealed record CachedImage(string Key, ImageRecord Record, DateTime LastUsed);
