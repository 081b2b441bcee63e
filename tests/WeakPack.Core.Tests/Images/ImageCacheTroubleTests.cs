using WeakPack.Core.Tests.Faults;
using WeakPack.Images;

namespace WeakPack.Core.Tests.Images;

/// <summary>A cache that is full, read-only, in use or gone costs time, and no image.</summary>
[TestClass]
public sealed class ImageCacheTroubleTests
{
    private const string Source = "public static class Adder { public static int Add(int a, int b) => a + b; }";

    [TestMethod]
    public void A_cache_that_is_removed_while_images_are_made_costs_none_of_them()
    {
        using var images = new ImageFixture();
        var requests = Enumerable.Range(0, 3).Select(i => images.Request(images.Assembly($"Adder{i}", Source.Replace("Adder", $"Adder{i}", StringComparison.Ordinal)))).ToList();

        var outcomes = ImageService.Get(requests, images.Cache, new() { Parallelism = 1, Trace = _ => Directory.Delete(images.CacheFolder, recursive: true) });

        Assert.IsTrue(outcomes.All(outcome => outcome.Kind == ImageOutcomeKind.Compiled && File.Exists(outcome.Request.Output)), string.Join(", ", outcomes));
    }

    [TestMethod]
    public void A_cache_on_a_full_disk_costs_no_image_and_keeps_no_half_of_one()
    {
        using var images = new ImageFixture();
        using var disk = SmallDisk.At(images.CacheFolder);
        var request = images.Request(images.Assembly("Adder", Source));
        disk.Fill();

        var outcome = images.Get(request);

        Assert.AreEqual(ImageOutcomeKind.Compiled, outcome.Kind);
        Assert.IsTrue(File.Exists(request.Output));
        Assert.AreEqual("filler", string.Join(' ', images.CachedFiles()));
        disk.Clear();
        images.Get(request);
        Assert.AreEqual(ImageOutcomeKind.FromCache, images.Get(request).Kind);
    }

    [TestMethod]
    public void A_cache_that_is_read_only_serves_what_it_has_and_nobody_waits_for_the_rest()
    {
        using var images = new ImageFixture();
        using var disk = SmallDisk.At(images.CacheFolder);
        var known = images.Request(images.Assembly("Adder", Source));
        images.Get(known);
        disk.MakeReadOnly();
        var other = images.Request(known.Assembly, ["-O", "--embed-pgo-data"], output: "other");

        Assert.AreEqual(ImageOutcomeKind.FromCache, images.Get(known).Kind);
        var outcome = images.Get(other, new() { Patience = TimeSpan.Zero });

        Assert.AreEqual(ImageOutcomeKind.Compiled, outcome.Kind);
        Assert.AreNotEqual("another process takes too long", outcome.Reason);
        Assert.IsTrue(File.Exists(other.Output));
        Assert.HasCount(2, images.CachedFiles());
    }

    [TestMethod]
    public void An_image_that_someone_reads_stays_and_goes_when_nobody_does()
    {
        using var images = new ImageFixture();
        var assembly = images.Assembly("Adder", Source);
        images.Get(images.Request(assembly));
        var cache = new ImageCache(images.CacheFolder, limits: new ImageLimits(Variants: 1, Bytes: 1 << 30));
        var first = cache.All().Single();
        var path = new ImageFolder(images.CacheFolder, isReadOnly: false).ImagePath("Adder.dll", first.Key);

        using (new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read))
        {
            ImageService.Get([images.Request(assembly, ["-O", "--embed-pgo-data"])], cache, new());
            Assert.HasCount(2, cache.All().ToList());
        }

        ImageService.Get([images.Request(assembly, ["-O", "--opt-async-methods"])], cache, new());
        Assert.HasCount(1, cache.All().ToList());
        Assert.IsFalse(File.Exists(path));
    }

    [TestMethod]
    public void An_image_that_was_just_taken_away_is_not_called_spoiled()
    {
        using var images = new ImageFixture();
        images.Get(images.Request(images.Assembly("Adder", Source)));
        var folder = new ImageFolder(images.CacheFolder, isReadOnly: false);
        var (key, record) = folder.All().Single();
        folder.Remove("Adder.dll", key);

        Assert.IsNull(folder.Load(record, key, out var problem));
        Assert.AreEqual("image can't be read now", problem);
    }
}
