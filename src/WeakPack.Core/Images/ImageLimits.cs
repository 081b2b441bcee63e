namespace WeakPack.Images;

/// <summary>How much a cache may hold.</summary>
/// <param name="Variants">Images of one assembly in one package version.</param>
/// <param name="Bytes">All images together.</param>
public sealed record ImageLimits(int Variants, long Bytes)
{
    /// <summary>Ten variants, two gigabytes.</summary>
    public static ImageLimits Default { get; } = new(10, 2L << 30);

    /// <summary>Takes away what was used least recently. What is in use stays.</summary>
    internal void Apply(ImageFolder folder)
    {
        var images = folder.All().Select(image => (image.Key, image.Record, Used: folder.LastUsed(image.Record.Assembly, image.Key))).OrderByDescending(image => image.Used).ToList();
        var kept = images.GroupBy(image => (image.Record.Assembly, image.Record.Package)).SelectMany(variants => variants.Take(Variants)).OrderByDescending(image => image.Used).ToList();
        foreach (var (key, record, _) in images.Except(kept))
            folder.Remove(record.Assembly, key);

        long total = 0;
        foreach (var (key, record, _) in kept)
        {
            total += record.Bytes;
            if (total > Bytes)
                folder.Remove(record.Assembly, key);
        }
    }
}
