using WeakPack.Images;

namespace WeakPack.Core.Tests.Images;

/// <summary>Several processes at one cache, of which one may be killed.</summary>
[TestClass]
public sealed class ImageProcessTests
{
    private const string Source = "public static class Adder { public static int Add(int a, int b) => a + b; }";

    [TestMethod]
    public void Two_processes_share_the_work_and_leave_no_lock_and_no_temporary_file()
    {
        using var images = new ImageFixture();
        var assemblies = Enumerable.Range(0, 6).Select(i => images.Assembly($"Adder{i}", Source.Replace("Adder", $"Adder{i}", StringComparison.Ordinal))).ToList();

        using var one = ImageProcess.Start(images, "one", assemblies);
        using var two = ImageProcess.Start(images, "two", assemblies);
        var outcomes = one.Outcomes().Concat(two.Outcomes()).ToList();

        Assert.AreEqual((6, 6), (outcomes.Count(outcome => outcome == "Compiled"), outcomes.Count(outcome => outcome == "FromCache")), string.Join(' ', outcomes));
        Assert.AreEqual(".dll .json", string.Join(' ', images.CachedFiles().Select(Path.GetExtension).Distinct().Order(StringComparer.Ordinal)));
        Assert.HasCount(12, images.CachedFiles());
        foreach (var name in assemblies.Select(Path.GetFileName))
            CollectionAssert.AreEqual(File.ReadAllBytes(images.PathOf($"one/{name}")), File.ReadAllBytes(images.PathOf($"two/{name}")));
        Assert.HasCount(6, Directory.GetFileSystemEntries(images.PathOf("one")));
    }

    [TestMethod]
    public void After_one_was_killed_while_it_compiled_the_next_makes_the_right_image_and_leaves_nothing()
    {
        using var images = new ImageFixture();
        var assembly = Path.Combine(AppContext.BaseDirectory, "Newtonsoft.Json.dll"); // more than a second of work
        var expected = images.Request(assembly, output: "expected");
        ImageService.Get([expected], new ImageCache(images.PathOf("other cache")), new());

        using (var killed = ImageProcess.Start(images, "out", assembly))
        {
            while (!killed.HasEnded && !IsCompiling())
                Thread.Sleep(1);
            killed.Kill();
        }

        Assert.AreEqual(".lock", string.Join(' ', images.CachedFiles().Select(Path.GetExtension)), "It was killed too early, or too late.");
        var outcome = images.Get(images.Request(assembly));

        Assert.AreEqual(ImageOutcomeKind.Compiled, outcome.Kind);
        CollectionAssert.AreEqual(File.ReadAllBytes(expected.Output), File.ReadAllBytes(outcome.Request.Output));
        Assert.AreEqual(".dll .json", string.Join(' ', images.CachedFiles().Select(Path.GetExtension).Order(StringComparer.Ordinal)));
        Assert.AreEqual(ImageOutcomeKind.FromCache, images.Get(images.Request(assembly, output: "again")).Kind);

        bool IsCompiling() => Directory.Exists(images.PathOf("out")) && Directory.EnumerateFiles(images.PathOf("out"), "*.rsp", SearchOption.AllDirectories).Any();
    }

    [TestMethod]
    public void What_a_killed_process_was_writing_goes_when_the_image_is_made()
    {
        using var images = new ImageFixture();
        var request = images.Request(images.Assembly("Adder", Source));
        var folder = new ImageFolder(images.CacheFolder, isReadOnly: false);
        Directory.CreateDirectory(folder.Of(request.Assembly));
        File.WriteAllText(AsideFile.NameFor(folder.ImagePath(request.Assembly, request.Inputs.Key)), "half an im");
        File.WriteAllText(folder.ImagePath(request.Assembly, request.Inputs.Key), "an image without a record");

        Assert.AreEqual(ImageOutcomeKind.Compiled, images.Get(request).Kind);

        Assert.AreEqual(".dll .json", string.Join(' ', images.CachedFiles().Select(Path.GetExtension).Order(StringComparer.Ordinal)));
        Assert.AreEqual(ImageOutcomeKind.FromCache, images.Get(request).Kind);
    }

    [TestMethod]
    public void What_was_left_behind_long_ago_goes_and_what_is_young_may_be_at_work()
    {
        using var images = new ImageFixture();
        var folder = Directory.CreateDirectory(Path.Combine(images.CacheFolder, "Gone")).FullName;
        foreach (var name in new[] { "a.dll", "a.dll.1.tmp", "a.lock" })
        {
            File.WriteAllText(Path.Combine(folder, name), "");
            File.WriteAllText(Path.Combine(folder, "old" + name), "");
            File.SetLastWriteTimeUtc(Path.Combine(folder, "old" + name), DateTime.UtcNow.AddDays(-2));
        }

        images.Get(images.Request(images.Assembly("Adder", Source)));

        Assert.AreEqual("a.dll a.dll.1.tmp a.lock", string.Join(' ', Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)));
    }
}
