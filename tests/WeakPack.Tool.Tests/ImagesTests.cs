using System.Security.Cryptography;
using WeakPack.Images;

namespace WeakPack.Tool.Tests;

/// <summary><c>weakpack images</c>.</summary>
[TestClass]
public sealed class ImagesTests
{
    [TestMethod]
    public void The_images_are_listed_with_what_they_are_for()
    {
        using var files = new Deployed();
        Store(files, "Serilog.dll", "il", [1, 2, 3]);

        var run = ToolRun.Of("images", "list", "--cache", files.Folder).EndsWith(0);
        var json = ToolRun.Of("images", "list", "--cache", files.Folder, "--json").EndsWith(0).Json;

        Assert.Contains("Serilog.dll", run.Output);
        Assert.Contains("linux-x64 base", run.Output);
        Assert.Contains("1 images, 3 B", run.Output);
        Assert.AreEqual("Serilog 3.1.1", (string?)json["images"]![0]!["package"]);
    }

    [TestMethod]
    public void Of_an_assembly_it_tells_which_images_are_of_the_same_code()
    {
        using var files = new Deployed();
        files.With("Serilog.dll", "code"u8.ToArray());
        Store(files, "Serilog.dll", Convert.ToHexStringLower(SHA256.HashData("code"u8)), [1]);
        Store(files, "Serilog.dll", "other", [2]);

        var run = ToolRun.Of("images", "why", files.PathOf("Serilog.dll"), "--cache", files.Folder).EndsWith(0);

        Assert.Contains("2 images of Serilog.dll, 1 of this very IL", run.Output);
        ToolRun.Of("images", "why", "nowhere.dll", "--cache", files.Folder).Refuses("nowhere.dll");
    }

    [TestMethod]
    public void A_spoiled_image_is_found_and_taken_away_on_request()
    {
        using var files = new Deployed();
        Store(files, "Serilog.dll", "il", [1, 2, 3]);
        ToolRun.Of("images", "verify", "--cache", files.Folder).EndsWith(0);
        File.WriteAllBytes(Directory.GetFiles(files.Folder, "*.dll", SearchOption.AllDirectories).Single(), [1, 2, 4]);

        Assert.Contains("invalid checksum", ToolRun.Of("images", "verify", "--cache", files.Folder).EndsWith(ExitCodes.Found).Output);
        ToolRun.Of("images", "verify", "--repair", "--cache", files.Folder).EndsWith(ExitCodes.Found);
        Assert.Contains("0 images", ToolRun.Of("images", "verify", "--cache", files.Folder).EndsWith(0).Output);
    }

    [TestMethod]
    public void An_image_whose_record_is_damaged_is_counted_found_and_taken_away_on_request()
    {
        using var files = new Deployed();
        Store(files, "Serilog.dll", "il", [1, 2, 3]);
        Store(files, "Serilog.dll", "other", [1, 2, 3]);
        DamageOneRecord(files);

        Assert.Contains("1 more have damaged records", ToolRun.Of("images", "list", "--cache", files.Folder).EndsWith(0).Output);
        var json = ToolRun.Of("images", "verify", "--cache", files.Folder, "--json").EndsWith(ExitCodes.Found).Json;
        Assert.AreEqual(2, (int)json["images"]!);
        Assert.AreEqual("Serilog", (string?)json["spoiledRecords"]!.AsArray().Single()!["folder"]);
        Assert.Contains("damaged record", ToolRun.Of("images", "verify", "--repair", "--cache", files.Folder).EndsWith(ExitCodes.Found).Output);
        Assert.Contains("1 images, 0 spoiled", ToolRun.Of("images", "verify", "--cache", files.Folder).EndsWith(0).Output);
        Assert.HasCount(1, Directory.GetFiles(files.Folder, "*.dll", SearchOption.AllDirectories));
        Assert.DoesNotContain("damaged", ToolRun.Of("images", "list", "--cache", files.Folder).EndsWith(0).Output);
    }

    [TestMethod]
    [DataRow("Acme.Core.dll", 1)]
    [DataRow("acme.core", 1)]
    [DataRow("Acme", 0)]
    [DataRow("Acme.dll", 0)]
    public void An_image_whose_record_is_damaged_is_cleared_with_those_of_its_assembly(string assembly, int removed)
    {
        using var files = new Deployed();
        Store(files, "Acme.Core.dll", "il", [1, 2, 3]);
        DamageOneRecord(files);

        Assert.AreEqual(removed, (int)ToolRun.Of("images", "clear", assembly, "--cache", files.Folder, "--json").EndsWith(0).Json["removed"]!);
        Assert.HasCount(1 - removed, Directory.GetFiles(files.Folder, "*.json", SearchOption.AllDirectories));
    }

    [TestMethod]
    [DataRow("Acme.Core.dll")]
    [DataRow("acme.core")]
    public void Images_of_an_assembly_with_a_dot_in_its_name_are_cleared_by_its_name_or_its_files(string assembly)
    {
        using var files = new Deployed();
        Store(files, "Acme.dll", "il", [1, 2, 3]);
        Store(files, "Acme.Core.dll", "il", [1, 2, 3]);

        Assert.AreEqual(1, (int)ToolRun.Of("images", "clear", assembly, "--cache", files.Folder, "--json").EndsWith(0).Json["removed"]!);
        Assert.Contains("Acme.dll", ToolRun.Of("images", "list", "--cache", files.Folder).EndsWith(0).Output);
    }

    [TestMethod]
    public void To_verify_an_image_is_no_use_of_it()
    {
        using var files = new Deployed();
        Store(files, "Serilog.dll", "il", [1, 2, 3]);
        var folder = new ImageFolder(files.Folder, isReadOnly: false);
        var (key, record) = folder.All().Single();
        var used = new DateTime(2020, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(folder.RecordPath(record.Assembly, key), used);

        ToolRun.Of("images", "verify", "--cache", files.Folder).EndsWith(0);

        Assert.AreEqual(used, folder.LastUsed(record.Assembly, key));
    }

    [TestMethod]
    public void Images_of_one_assembly_are_taken_away_or_all()
    {
        using var files = new Deployed();
        Store(files, "Serilog.dll", "il", [1]);
        Store(files, "Dapper.dll", "il", [1]);
        Store(files, "Npgsql.dll", "il", [1]);

        Assert.Contains("1 images taken away", ToolRun.Of("images", "clear", "dapper", "--cache", files.Folder).EndsWith(0).Output);
        Assert.Contains("2 images taken away", ToolRun.Of("images", "clear", "--cache", files.Folder).EndsWith(0).Output);
    }

    [TestMethod]
    public void A_cache_that_is_not_there_is_empty() =>
        Assert.Contains("0 images", ToolRun.Of("images", "list", "--cache", Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"))).EndsWith(0).Output);

    private static void DamageOneRecord(Deployed files) =>
        File.WriteAllText(Directory.GetFiles(files.Folder, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First(), "{ \"assembly\": ");

    private static void Store(Deployed files, string assembly, string code, byte[] image) =>
        new ImageFolder(files.Folder, isReadOnly: false).Add(
            new(assembly, "Serilog 3.1.1", Convert.ToHexStringLower(SHA256.HashData(image)), image.Length, new(
            [
                new(ImageInputs.OperatingSystem, "linux"), new(ImageInputs.Architecture, "x64"), new(ImageInputs.Code, code), new(ImageInputs.Compiler, "10.0.3 abc"),
            ])),
            image);
}
