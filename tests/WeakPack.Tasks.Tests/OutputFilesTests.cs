using WeakPack.Core.Tests.Faults;

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
    public void A_full_disk_leaves_all_files_as_they_were_and_the_message_names_file_reason_and_way_out()
    {
        using var scratch = new Scratch();
        using var disk = SmallDisk.At(scratch["disk"]);
        var (a, b) = (Path.Combine(scratch["disk"], "a"), Path.Combine(scratch["disk"], "b"));
        Write((a, [1]), (b, [2]));
        var (newA, newB) = (new byte[10_000], new byte[20_000]);

        for (var room = 0; room < (10_000 + 20_000) / Environment.SystemPageSize; room++)
        {
            disk.Fill(room);
            var error = Assert.Throws<IOException>(() => Write((a, newA), (b, newB)));
            Assert.StartsWith($"'{(room * Environment.SystemPageSize < newA.Length ? a : b)}' can't be written: No space left", error.Message);
            Assert.EndsWith("Is the disk full, the folder read-only, or the file open in another program? Mend that and build again.", error.Message);
            disk.Clear();
            Assert.AreSequenceEqual(new byte[] { 1 }, File.ReadAllBytes(a));
            Assert.AreSequenceEqual(new byte[] { 2 }, File.ReadAllBytes(b));
            Assert.HasCount(2, scratch.Files);
        }

        Write((a, newA), (b, newB));
        Assert.AreSequenceEqual(newA, File.ReadAllBytes(a));
        Assert.AreSequenceEqual(newB, File.ReadAllBytes(b));
    }

    [TestMethod]
    public void A_read_only_folder_is_told_of_and_what_would_not_change_needs_no_writing()
    {
        using var scratch = new Scratch();
        using var disk = SmallDisk.At(scratch["disk"]);
        var path = Path.Combine(scratch["disk"], "a");
        Write((path, [1]));
        File.WriteAllBytes(path + ".writing", [9]); // of a build that was killed
        File.SetAttributes(path, FileAttributes.ReadOnly);
        disk.MakeReadOnly();

        Assert.StartsWith($"'{path}' can't be written: Read-only file system", Assert.Throws<IOException>(() => Write((path, [2]))).Message);

        disk.MakeWritable();
        Write((path, [1]));
        Assert.AreSequenceEqual(["a"], scratch.Files);
    }

    [TestMethod]
    public void A_folder_in_the_place_of_a_file_is_told_of()
    {
        using var scratch = new Scratch();
        Directory.CreateDirectory(scratch["a"]);

        Assert.StartsWith($"'{scratch["a"]}' can't be written: ", Assert.Throws<IOException>(() => Write((scratch["a"], [2]))).Message);

        Directory.Delete(scratch["a"]);
        Write((scratch["a"], [2]));
        Assert.AreSequenceEqual(["a"], scratch.Files);
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
