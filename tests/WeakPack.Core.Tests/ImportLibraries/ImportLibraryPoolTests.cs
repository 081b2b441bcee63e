using WeakPack.ImportLibraries;
using WeakPack.Linking;

namespace WeakPack.Core.Tests.ImportLibraries;

/// <summary>Import libraries that wait, open, for the next consumer.</summary>
[TestClass]
public sealed class ImportLibraryPoolTests
{
    private const string UsesPen = "Console.WriteLine(Pen.Tell());";

    private static readonly Lazy<SplitPackage> s_package = new(() => Package.Of("[WeakPackageUnit] public static class Pen { public static string Tell() => \"a pen\"; }").Split());

    [TestMethod]
    public void A_second_consumer_has_what_the_first_one_read_and_is_linked_alike()
    {
        using var folder = new PackageFolder(s_package.Value);
        using var pool = new ImportLibraryPool();
        var alone = Link(folder, pool: null);
        var first = Link(folder, pool);
        folder.DamageUnseen(); // whoever reads it now finds a wrong checksum

        var second = Link(folder, pool);

        Assert.AreEqual(Convert.ToHexString(alone.Output!.Bytes), Convert.ToHexString(first.Output!.Bytes));
        Assert.AreEqual(Convert.ToHexString(alone.Output.Bytes), Convert.ToHexString(second.Output!.Bytes));
        Assert.AreEqual(Convert.ToHexString(alone.Output.Symbols!), Convert.ToHexString(second.Output.Symbols!));
        Assert.AreEqual(alone.Map!.Packages[0].ImportLibrary, second.Map!.Packages[0].ImportLibrary);
    }

    [TestMethod]
    public void Without_a_pool_each_link_reads_the_file()
    {
        using var folder = new PackageFolder(s_package.Value);
        Link(folder, pool: null);
        folder.DamageUnseen();

        Expect.Rejected(Link(folder, pool: null).Diagnostics, "WP3102");
    }

    [TestMethod]
    public void A_check_before_the_compiler_leaves_it_to_the_link()
    {
        using var folder = new PackageFolder(s_package.Value);
        using var pool = new ImportLibraryPool();
        Assert.IsEmpty(ImportLibraryCheck.Check([folder.Reference], pool));
        folder.DamageUnseen();

        Assert.IsTrue(Link(folder, pool).Succeeded);
    }

    [TestMethod]
    public void A_file_of_another_time_is_read_again()
    {
        using var folder = new PackageFolder(s_package.Value);
        using var pool = new ImportLibraryPool();
        Link(folder, pool);
        folder.DamageUnseen();
        File.SetLastWriteTimeUtc(folder.ImportLibrary, DateTime.UtcNow.AddMinutes(-1));

        Expect.Rejected(Link(folder, pool).Diagnostics, "WP3102");
        Assert.AreEqual(0, pool.Count);
    }

    [TestMethod]
    public void A_file_of_another_length_is_read_again()
    {
        using var folder = new PackageFolder(s_package.Value);
        using var pool = new ImportLibraryPool();
        Link(folder, pool);
        var time = File.GetLastWriteTimeUtc(folder.ImportLibrary);
        File.AppendAllText(folder.ImportLibrary, "x");
        File.SetLastWriteTimeUtc(folder.ImportLibrary, time);

        Expect.Rejected(Link(folder, pool).Diagnostics, "WP3102");
    }

    [TestMethod]
    public void A_package_that_was_built_again_is_linked_as_it_is_now()
    {
        using var folder = new PackageFolder(s_package.Value);
        using var pool = new ImportLibraryPool();
        Link(folder, pool);
        folder.Write(Package.Of("[WeakPackageUnit] public static class Pen { public static string Tell() => \"a new pen\"; }").Split());

        Assert.AreEqual("a new pen", Runner.Run(Link(folder, pool).Output!, []).Trim());
    }

    [TestMethod]
    public void A_runtime_package_of_another_build_is_told_of_though_the_import_library_waits()
    {
        using var folder = new PackageFolder(s_package.Value);
        using var pool = new ImportLibraryPool();
        Link(folder, pool);
        File.WriteAllBytes(folder.Runtime, Package.Of("[WeakPackageUnit] public static class Pen { public static string Tell() => \"another\"; }").Split().RuntimeImage.Bytes);

        Expect.Rejected(Link(folder, pool).Diagnostics, "WP2225");
    }

    [TestMethod]
    public void A_package_that_was_exchanged_unseen_is_linked_as_it_is_now()
    {
        using var folder = new PackageFolder(s_package.Value);
        using var pool = new ImportLibraryPool();
        Link(folder, pool);
        var (length, time) = (new FileInfo(folder.ImportLibrary).Length, File.GetLastWriteTimeUtc(folder.ImportLibrary));
        folder.Write(Package.Of("[WeakPackageUnit] public static class Pen { public static string Tell() => \"a nib\"; }").Split());
        File.SetLastWriteTimeUtc(folder.ImportLibrary, time); // as on a file system that knows seconds alone
        Assert.AreEqual(length, new FileInfo(folder.ImportLibrary).Length);

        Assert.AreEqual("a nib", Runner.Run(Link(folder, pool).Output!, []).Trim());
    }

    [TestMethod]
    public void What_a_link_asks_of_a_package_comes_from_what_was_checked_and_not_from_the_file_again()
    {
        var package = Package.Of("""
            public enum Colour : short { Red = 3 }
            public sealed class InkAttribute(Colour colour, Type type) : Attribute { public (Colour, Type) Both => (colour, type); }
            [WeakPackageUnit] public static class Pen { public static string Tell() => "a pen"; }
            """).Split();
        using var folder = new PackageFolder(package);
        using var pool = new ImportLibraryPool();
        var consumer = Consumer.Of("Console.WriteLine(Pen.Tell()); [Ink(Colour.Red, typeof(Pen))] class Marked;", package).TryLink().Compiled.Image; // to find the text behind the enum, its size is asked for
        var first = Link(folder, pool, consumer);
        folder.EraseUnseen();

        var second = Link(folder, pool, consumer);

        Assert.AreEqual(Convert.ToHexString(first.Output!.Bytes), Convert.ToHexString(second.Output!.Bytes));
    }

    [TestMethod]
    public void A_large_one_is_hashed_once_and_named_alike_in_each_link_map()
    {
        var package = Package.Of($"[WeakPackageUnit] public static class Pen {{ public static string Tell() => \"{new string('x', 700_000)}\"; }}").Split();
        Assert.IsGreaterThan(1 << 20, package.ImportLibraryBytes.Length);
        using var folder = new PackageFolder(package);
        using var pool = new ImportLibraryPool();
        var expected = Checksum.Of(package.ImportLibraryBytes);

        Assert.AreEqual(expected, Link(folder, pool).Map!.Packages[0].ImportLibrary.Sha256);
        Assert.AreEqual(expected, Link(folder, pool).Map!.Packages[0].ImportLibrary.Sha256);
    }

    [TestMethod]
    public void A_runtime_package_that_is_gone_is_an_error_of_the_file_system()
    {
        using var folder = new PackageFolder(s_package.Value);
        using var pool = new ImportLibraryPool();
        Link(folder, pool);
        var runtime = File.ReadAllBytes(folder.Runtime);
        File.Delete(folder.Runtime);
        var consumer = Compile(folder);

        Assert.ThrowsExactly<FileNotFoundException>(() => Link(folder, pool, consumer));
        File.WriteAllBytes(folder.Runtime, runtime);
        Assert.IsTrue(Link(folder, pool, consumer).Succeeded);
    }

    [TestMethod]
    public void A_file_that_is_gone_is_an_error_of_the_file_system()
    {
        using var folder = new PackageFolder(s_package.Value);
        using var pool = new ImportLibraryPool();
        Link(folder, pool);
        File.Delete(folder.ImportLibrary);

        Assert.ThrowsExactly<FileNotFoundException>(() => Link(folder, pool));
    }

    [TestMethod]
    public void What_one_has_taken_no_other_gets()
    {
        using var folder = new PackageFolder(s_package.Value);
        using var pool = new ImportLibraryPool();
        Link(folder, pool);

        var taken = pool.Take(folder.ImportLibrary);

        Assert.IsNotNull(taken);
        Assert.IsNull(pool.Take(folder.ImportLibrary));
        Assert.IsTrue(Link(folder, pool).Succeeded); // opens its own
        pool.Put(taken);
        Assert.AreEqual(2, pool.Count);
    }

    [TestMethod]
    public void Links_on_many_threads_write_the_same()
    {
        using var folder = new PackageFolder(s_package.Value);
        using var pool = new ImportLibraryPool();
        var consumer = Compile(folder);

        var outputs = new string[40];
        Parallel.For(0, outputs.Length, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => outputs[i] = Convert.ToHexString(Link(folder, pool, consumer).Output!.Bytes));

        Assert.HasCount(1, outputs.Distinct().ToList());
        Assert.IsInRange(1, 8, pool.Count);
    }

    [TestMethod]
    public void Those_that_have_waited_longest_give_way()
    {
        using PackageFolder first = new(s_package.Value), second = new(s_package.Value);
        using var pool = new ImportLibraryPool(capacity: s_package.Value.ImportLibraryBytes.Length * 3 / 2);
        Link(first, pool);
        Link(second, pool);

        Assert.IsNull(pool.Take(first.ImportLibrary));
        Assert.IsNotNull(pool.Take(second.ImportLibrary));
    }

    [TestMethod]
    public void One_that_is_too_large_does_not_wait_and_lets_the_others_stay()
    {
        using PackageFolder small = new(s_package.Value), large = new(Package.Of($"[WeakPackageUnit] public static class Pen {{ public static string Tell() => \"{new string('x', 10_000)}\"; }}").Split());
        using var pool = new ImportLibraryPool(capacity: s_package.Value.ImportLibraryBytes.Length + 5_000);
        Link(small, pool);
        Link(large, pool);

        Assert.AreEqual(1, pool.Count);
        Assert.IsNotNull(pool.Take(small.ImportLibrary));
    }

    [TestMethod]
    public void Debug_data_that_was_unpacked_counts_too()
    {
        using var folder = new PackageFolder(s_package.Value);
        using var pool = new ImportLibraryPool(capacity: s_package.Value.ImportLibraryBytes.Length);
        Assert.IsEmpty(ImportLibraryCheck.Check([folder.Reference], pool));
        Assert.AreEqual(1, pool.Count);

        Link(folder, pool); // copies it

        Assert.AreEqual(0, pool.Count);
    }

    [TestMethod]
    public void One_in_memory_alone_does_not_wait()
    {
        using var pool = new ImportLibraryPool();
        using var folder = new PackageFolder(s_package.Value);

        Assert.IsTrue(Linker.Link(Request(Compile(folder), s_package.Value.Reference, pool)).Succeeded);
        Assert.AreEqual(0, pool.Count);
    }

    [TestMethod]
    [OSCondition(ConditionMode.Exclude, OperatingSystems.Windows, IgnoreMessage = "Not everybody may make symbolic links there.")]
    public void One_behind_a_symbolic_link_does_not_wait()
    {
        using PackageFolder linked = new(s_package.Value), behind = new(s_package.Value);
        using var pool = new ImportLibraryPool();
        File.Delete(linked.ImportLibrary);
        File.CreateSymbolicLink(linked.ImportLibrary, behind.ImportLibrary);
        Assert.IsTrue(Link(linked, pool).Succeeded);
        Assert.AreEqual(0, pool.Count);
        File.AppendAllText(behind.ImportLibrary, "x");

        Expect.Rejected(Link(linked, pool).Diagnostics, "WP3102");
    }

    [TestMethod]
    public void At_the_end_of_a_process_none_waits_and_none_is_kept()
    {
        using var folder = new PackageFolder(s_package.Value);
        var pool = new ImportLibraryPool();
        Link(folder, pool);

        pool.Dispose();

        Assert.AreEqual(0, pool.Count);
        Assert.IsTrue(Link(folder, pool).Succeeded);
        Assert.AreEqual(0, pool.Count);
    }

    private static AssemblyImage Compile(PackageFolder folder) => Consumer.Of(UsesPen, folder.Package).TryLink().Compiled.Image;

    private static LinkResult Link(PackageFolder folder, ImportLibraryPool? pool) => Link(folder, pool, Compile(folder));

    private static LinkResult Link(PackageFolder folder, ImportLibraryPool? pool, AssemblyImage consumer) => Linker.Link(Request(consumer, folder.Reference, pool));

    private static LinkRequest Request(AssemblyImage consumer, Reference package, ImportLibraryPool? pool) => new()
    {
        Consumer = consumer,
        References = [.. CompileOptions.Debug.Framework.References, package],
        IsExecutable = true,
        ImportLibraries = pool,
    };

    /// <summary>A package in files.</summary>
    private sealed class PackageFolder : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("weakpack pool ä");

        public PackageFolder(SplitPackage package)
        {
            Package = package;
            Write(package);
        }

        public SplitPackage Package { get; private set; }

        public string Runtime => Path.Combine(_folder.FullName, "Pack1.dll");

        public string ImportLibrary => Path.Combine(_folder.FullName, "Pack1.wpi");

        /// <summary>As a build has it: read anew by each link.</summary>
        public Reference Reference => Reference.FromFile(Runtime, ImportLibrary);

        public void Write(SplitPackage package)
        {
            Package = package;
            File.WriteAllBytes(Runtime, package.RuntimeImage.Bytes);
            File.WriteAllBytes(ImportLibrary, package.ImportLibraryBytes);
        }

        /// <summary>Changes a byte, and neither length nor time.</summary>
        public void DamageUnseen() => ChangeUnseen(bytes => bytes[^1] ^= 1);

        /// <summary>Makes all bytes zeros, and changes neither length nor time.</summary>
        public void EraseUnseen() => ChangeUnseen(bytes => Array.Clear(bytes));

        private void ChangeUnseen(Action<byte[]> change)
        {
            var time = File.GetLastWriteTimeUtc(ImportLibrary);
            var bytes = File.ReadAllBytes(ImportLibrary);
            change(bytes);
            File.WriteAllBytes(ImportLibrary, bytes);
            File.SetLastWriteTimeUtc(ImportLibrary, time);
        }

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
