namespace WeakPack.Tasks.Tests;

[TestClass]
public class OutputFilesTests
{
    [TestMethod]
    public void A_file_with_the_same_bytes_keeps_its_time()
    {
        using var scratch = new Scratch();
        var path = scratch["a"];
        var time = new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        File.WriteAllBytes(path, [1, 2, 3]);
        File.SetLastWriteTimeUtc(path, time);

        Write((path, [1, 2, 3]));
        Assert.AreEqual(time, File.GetLastWriteTimeUtc(path));

        Write((path, [1, 2, 4]));
        Assert.AreNotEqual(time, File.GetLastWriteTimeUtc(path));
        Assert.AreSequenceEqual(new byte[] { 1, 2, 4 }, File.ReadAllBytes(path));
    }

    [TestMethod]
    public void A_file_without_bytes_is_not_to_be_there()
    {
        using var scratch = new Scratch();
        File.WriteAllBytes(scratch["a"], [1]);

        Write((scratch["a"], null), (scratch["b"], null));

        Assert.IsEmpty(scratch.Files);
    }

    [TestMethod]
    public void A_write_that_fails_changes_no_file_and_leaves_none_aside()
    {
        using var scratch = new Scratch();
        File.WriteAllBytes(scratch["a"], [1]);
        File.WriteAllBytes(scratch["file"], [9]);

        Assert.Throws<IOException>(() => Write((scratch["a"], [2]), (Path.Combine(scratch["file"], "is no folder"), [3])));

        Assert.AreSequenceEqual(["a", "file"], scratch.Files.Order(StringComparer.Ordinal));
        Assert.AreSequenceEqual(new byte[] { 1 }, File.ReadAllBytes(scratch["a"]));
    }

    [TestMethod]
    public void Folders_are_made_and_empty_paths_are_left_out()
    {
        using var scratch = new Scratch();

        Write((Path.Combine(scratch["deep"], "er", "a"), [1]), ("", [2]));

        Assert.AreSequenceEqual(["a"], scratch.Files);
    }

    private static void Write(params (string Path, byte[]? Bytes)[] all)
    {
        var files = new OutputFiles();
        foreach (var (path, bytes) in all)
        {
            files.Add(path, bytes);
        }

        files.Write();
    }
}
