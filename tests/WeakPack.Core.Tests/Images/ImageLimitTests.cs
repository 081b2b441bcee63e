using WeakPack.Images;

namespace WeakPack.Core.Tests.Images;

/// <summary>What is used least recently goes first.</summary>
[TestClass]
public sealed class ImageLimitTests
{
    [TestMethod]
    public void The_oldest_variants_go_when_there_are_too_many()
    {
        using var images = new ImageFixture();
        var folder = Filled(images, ("A", "A 1.0", 3), ("A", "A 2.0", 1), ("B", "B 1.0", 2));

        new ImageLimits(Variants: 2, Bytes: 1000).Apply(folder);

        Assert.AreEqual("A 1.0: 1 2, A 2.0: 0, B 1.0: 0 1", Describe(folder));
    }

    [TestMethod]
    public void The_oldest_images_go_when_all_together_are_too_large()
    {
        using var images = new ImageFixture();
        var folder = Filled(images, ("A", "A 1.0", 2), ("B", "B 1.0", 2));

        new ImageLimits(Variants: 10, Bytes: 30).Apply(folder);

        Assert.AreEqual("A 1.0: 1, B 1.0: 0 1", Describe(folder));
    }

    [TestMethod]
    public void What_was_used_of_late_stays()
    {
        using var images = new ImageFixture();
        var folder = Filled(images, ("A", "A 1.0", 3));
        var (key, record) = folder.All().Single(image => image.Record.Inputs.One(ImageInputs.Flag) == "0");
        folder.Load(record, key, out _);

        new ImageLimits(Variants: 1, Bytes: 1000).Apply(folder);

        Assert.AreEqual("A 1.0: 0", Describe(folder));
    }

    // Ten bytes each, the first made the longest ago.
    private static ImageFolder Filled(ImageFixture images, params (string Assembly, string Package, int Variants)[] all)
    {
        var folder = new ImageFolder(images.CacheFolder, isReadOnly: false);
        var age = 100;
        foreach (var (assembly, package, variants) in all)
        {
            for (var i = 0; i < variants; i++)
            {
                var inputs = new ImageInputs([new(ImageInputs.Flag, i.ToString(System.Globalization.CultureInfo.InvariantCulture)), new(ImageInputs.Code, package)]);
                var image = new byte[10];
                folder.Add(new(assembly + ".dll", package, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(image)), 10, inputs), image);
                File.SetLastWriteTimeUtc(folder.RecordPath(assembly, inputs.Key), DateTime.UtcNow.AddHours(-age--));
            }
        }

        return folder;
    }

    private static string Describe(ImageFolder folder) => string.Join(", ", folder.All()
        .GroupBy(image => image.Record.Package)
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => $"{group.Key}: {string.Join(' ', group.Select(image => image.Record.Inputs.One(ImageInputs.Flag)).Order(StringComparer.Ordinal))}"));
}
