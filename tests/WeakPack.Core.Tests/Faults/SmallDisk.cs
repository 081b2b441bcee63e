using System.Diagnostics;

namespace WeakPack.Core.Tests.Faults;

/// <summary>A small file system in the place of a folder. Where nobody may mount one, the test ends as not decided.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _folder;

    private SmallDisk(string folder) => _folder = folder;

    public static SmallDisk At(string folder, string size = "256k")
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            Assert.Inconclusive("Only root on Linux may mount a small file system.");
        Directory.CreateDirectory(folder);
        if (Run("mount", "-t", "tmpfs", "-o", "size=" + size, "none", folder) != 0)
            Assert.Inconclusive("This machine lets nobody mount a file system, as in most containers.");
        return new(folder);
    }

    /// <summary>The file that takes up the room.</summary>
    public string Filler => Path.Combine(_folder, "filler");

    /// <summary>Leaves room for so many blocks; a file takes whole ones.</summary>
    public void Fill(int blocks = 0)
    {
        var room = new DriveInfo(_folder).AvailableFreeSpace - (blocks * (long)Environment.SystemPageSize);
        Assert.IsGreaterThan(0, room, "The disk is too full already.");
        File.WriteAllBytes(Filler, new byte[room]);
    }

    /// <summary>Makes room again.</summary>
    public void Clear()
    {
        // A program that another test starts at this moment has our open files until it runs, and a deleted file that is open keeps its room. An empty one has none to keep.
        using (File.Open(Filler, FileMode.Truncate))
        {
        }

        File.Delete(Filler);
    }

    public void MakeReadOnly() => Assert.AreEqual(0, Run("mount", "-o", "remount,ro", _folder));

    public void MakeWritable() => Assert.AreEqual(0, Run("mount", "-o", "remount,rw", _folder));

    // Lazily: the system keeps it for a process that still looks at a file, and nobody has to wait for that one.
    public void Dispose() => Assert.AreEqual(0, Run("umount", "--lazy", _folder));

    private static int Run(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode;
    }
}
