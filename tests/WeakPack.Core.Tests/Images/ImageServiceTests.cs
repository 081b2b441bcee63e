using System.Reflection.PortableExecutable;
using WeakPack.Images;

namespace WeakPack.Core.Tests.Images;

/// <summary>Images from the real crossgen2: compiled once, and then from the cache.</summary>
[TestClass]
public sealed class ImageServiceTests
{
    private const string Source = "public static class Adder { public static int Add(int a, int b) => a + b; }";

    [TestMethod]
    public void An_image_is_compiled_once_and_then_comes_from_the_cache()
    {
        using var images = new ImageFixture();
        var assembly = images.Assembly("Adder", Source);

        var first = images.Get(images.Request(assembly, output: "one"));
        var second = images.Get(images.Request(assembly, output: "two"));

        Assert.AreEqual((ImageOutcomeKind.Compiled, "not in the cache"), (first.Kind, first.Reason));
        Assert.AreEqual((ImageOutcomeKind.FromCache, ""), (second.Kind, second.Reason));
        CollectionAssert.AreEqual(File.ReadAllBytes(images.PathOf("one/Adder.dll")), File.ReadAllBytes(images.PathOf("two/Adder.dll")));
        Assert.IsTrue(HasNativeCode(images.PathOf("two/Adder.dll")));
    }

    [TestMethod]
    public void No_lock_and_no_temporary_file_is_left()
    {
        using var images = new ImageFixture();
        images.Get(images.Request(images.Assembly("Adder", Source)));

        Assert.AreEqual(".dll,.json", string.Join(",", images.CachedFiles().Select(Path.GetExtension).Order(StringComparer.Ordinal)));
        Assert.HasCount(1, Directory.GetFileSystemEntries(images.PathOf("out")));
    }

    [TestMethod]
    public void Nothing_is_compiled_when_only_what_exists_is_asked_for()
    {
        using var images = new ImageFixture();
        var request = images.Request(images.Assembly("Adder", Source));

        Assert.AreEqual(ImageOutcomeKind.Missing, images.Get(request, new() { Compiles = false }).Kind);
        Assert.IsFalse(File.Exists(request.Output));
        images.Get(request);
        Assert.AreEqual(ImageOutcomeKind.FromCache, images.Get(request, new() { Compiles = false }).Kind);
    }

    [TestMethod]
    public void Two_at_once_share_the_work()
    {
        using var images = new ImageFixture();
        var assemblies = Enumerable.Range(0, 4).Select(i => images.Assembly($"Adder{i}", Source.Replace("Adder", $"Adder{i}", StringComparison.Ordinal))).ToList();

        var all = Task.WhenAll(new[] { "one", "two" }.Select(output => Task.Run(() =>
            ImageService.Get([.. assemblies.Select(assembly => images.Request(assembly, output: output))], images.Cache, new())))).Result.SelectMany(outcomes => outcomes).ToList();

        Assert.HasCount(4, all.Where(outcome => outcome.Kind == ImageOutcomeKind.Compiled), string.Join("\n", all.Select(outcome => outcome.Reason)));
        Assert.HasCount(4, all.Where(outcome => outcome.Kind == ImageOutcomeKind.FromCache));
        Assert.HasCount(8, images.CachedFiles());
    }

    [TestMethod]
    public void One_that_waits_too_long_compiles_for_itself()
    {
        using var images = new ImageFixture();
        var request = images.Request(images.Assembly("Adder", Source));
        using var other = ImageLock.TryTake(new ImageFolder(images.CacheFolder, isReadOnly: false), request.Assembly, request.Inputs.Key);

        var outcome = images.Get(request, new() { Patience = TimeSpan.FromMilliseconds(1) });

        Assert.AreEqual((ImageOutcomeKind.Compiled, "another process takes too long"), (outcome.Kind, outcome.Reason));
        Assert.IsTrue(HasNativeCode(request.Output));
    }

    [TestMethod]
    [DataRow("flip", "invalid checksum")]
    [DataRow("truncate", "invalid checksum")]
    [DataRow("delete", "missing image")]
    public void An_image_that_is_not_what_was_stored_is_made_anew(string damage, string reason)
    {
        using var images = new ImageFixture();
        var request = images.Request(images.Assembly("Adder", Source));
        images.Get(request);
        var stored = Path.Combine(images.CacheFolder, images.CachedFiles().Single(file => file.EndsWith(".dll", StringComparison.Ordinal)));
        var bytes = File.ReadAllBytes(stored);
        Damage(stored, bytes, damage);

        var outcome = images.Get(request);

        Assert.AreEqual((ImageOutcomeKind.Compiled, reason), (outcome.Kind, outcome.Reason));
        Assert.AreEqual(stored, outcome.Spoiled.Single());
        CollectionAssert.AreEqual(bytes, File.ReadAllBytes(stored));
        Assert.AreEqual(ImageOutcomeKind.FromCache, images.Get(request).Kind);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("{}")]
    [DataRow("{ \"assembly\": ")]
    public void An_image_whose_record_is_spoiled_is_none(string record)
    {
        using var images = new ImageFixture();
        var request = images.Request(images.Assembly("Adder", Source));
        images.Get(request);
        File.WriteAllText(Path.Combine(images.CacheFolder, images.CachedFiles().Single(file => file.EndsWith(".json", StringComparison.Ordinal))), record);

        var outcome = images.Get(request);
        Assert.AreEqual((ImageOutcomeKind.Compiled, "invalid record"), (outcome.Kind, outcome.Reason));
        Assert.Contains(".json", outcome.Spoiled.Single());
        Assert.AreEqual(ImageOutcomeKind.FromCache, images.Get(request).Kind);
    }

    [TestMethod]
    public void A_folder_that_others_fill_serves_and_is_not_written()
    {
        using var images = new ImageFixture();
        var request = images.Request(images.Assembly("Adder", Source));
        images.Get(request);
        Directory.Move(images.CacheFolder, images.PathOf("share"));

        var outcome = ImageService.Get([request], new ImageCache(images.CacheFolder, [images.PathOf("nowhere"), images.PathOf("share")]), new()).Single();

        Assert.AreEqual(ImageOutcomeKind.FromCache, outcome.Kind);
        Assert.IsEmpty(images.CachedFiles());
    }

    [TestMethod]
    public void A_cache_that_can_not_be_written_costs_no_build()
    {
        using var images = new ImageFixture();
        File.WriteAllText(images.CacheFolder, "a file where the folder should be");
        var request = images.Request(images.Assembly("Adder", Source));

        var outcome = images.Get(request);

        Assert.AreEqual(ImageOutcomeKind.Compiled, outcome.Kind);
        Assert.IsTrue(HasNativeCode(request.Output));
    }

    [TestMethod]
    public void What_the_compiler_refuses_fails_with_its_words()
    {
        using var images = new ImageFixture();
        var request = images.Request(images.Assembly("Adder", Source), ["--no-such-flag"]);

        var outcome = images.Get(request);

        Assert.AreEqual(ImageOutcomeKind.Failed, outcome.Kind);
        Assert.Contains("crossgen2 ended with", outcome.Reason);
        Assert.IsFalse(File.Exists(request.Output));
        Assert.IsEmpty(images.CachedFiles().Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void What_is_no_assembly_fails_alone()
    {
        using var images = new ImageFixture();
        var broken = images.PathOf("Broken.dll");
        File.WriteAllText(broken, "nothing");

        var outcomes = ImageService.Get([images.Request(broken), images.Request(images.Assembly("Adder", Source))], images.Cache, new());

        Assert.AreEqual("Failed, Compiled", string.Join(", ", outcomes.Select(outcome => outcome.Kind)));
    }

    private static void Damage(string path, byte[] bytes, string how)
    {
        switch (how)
        {
            case "flip":
                var flipped = bytes.ToArray();
                flipped[^1] ^= 1;
                File.WriteAllBytes(path, flipped);
                break;
            case "truncate":
                File.WriteAllBytes(path, bytes[..(bytes.Length / 2)]);
                break;
            default:
                File.Delete(path);
                break;
        }
    }

    private static bool HasNativeCode(string path)
    {
        using var pe = new PEReader(File.OpenRead(path));
        return pe.PEHeaders.CorHeader!.ManagedNativeHeaderDirectory.Size > 0;
    }
}
