namespace WeakPack.Core.Tests.Faults;

[TestClass]
public class FileReplacementTests
{
    private const int SharingViolation = unchecked((int)0x80070020), UnableToRemoveReplaced = unchecked((int)0x80070497), FileExists = unchecked((int)0x80070050);

    [TestMethod]
    [DataRow(SharingViolation)]
    [DataRow(UnableToRemoveReplaced)]
    public void A_file_that_another_program_holds_open_for_a_moment_is_waited_for(int error)
    {
        var (attempts, pauses) = (0, 0);

        FileReplacement.Patiently(
            () =>
            {
                if (++attempts < 4)
                    throw new IOException("in use", error);
            },
            () => pauses++);

        Assert.AreEqual((4, 3), (attempts, pauses));
    }

    [TestMethod]
    public void One_that_stays_open_is_told_of()
    {
        var attempts = 0;

        var error = Assert.Throws<IOException>(() => FileReplacement.Patiently(
            () =>
            {
                attempts++;
                throw new IOException("in use", SharingViolation);
            },
            () => { }));

        Assert.AreEqual("in use", error.Message);
        Assert.AreEqual(10, attempts);
    }

    [TestMethod]
    public void Nothing_else_is_waited_for()
    {
        var attempts = 0;

        Assert.Throws<IOException>(() => FileReplacement.Patiently(
            () =>
            {
                attempts++;
                throw new IOException("a folder", FileExists);
            },
            () => Assert.Fail("waits")));

        Assert.AreEqual(1, attempts);
    }

    [TestMethod]
    public void A_file_gets_its_name_be_there_one_or_not()
    {
        var folder = Directory.CreateTempSubdirectory("weakpack-").FullName;
        var (aside, path) = (Path.Combine(folder, "aside"), Path.Combine(folder, "file"));
        foreach (var text in new[] { "first", "second" })
        {
            File.WriteAllText(aside, text);
            FileReplacement.Replace(aside, path);
            Assert.AreEqual(text, File.ReadAllText(path));
            Assert.IsFalse(File.Exists(aside));
        }

        Directory.Delete(folder, recursive: true);
    }

    [TestMethod]
    public void What_a_process_that_was_killed_has_left_aside_is_written_anew()
    {
        var aside = Path.GetTempFileName();
        File.WriteAllText(aside, "much longer than what is written now");

        FileReplacement.WriteAside(aside, [1, 2]);

        Assert.AreSequenceEqual(new byte[] { 1, 2 }, File.ReadAllBytes(aside));
        File.Delete(aside);
    }
}
