using WeakPack.Core.Tests.Oracles;

namespace WeakPack.Core.Tests.DebugData;

/// <summary>What debug data alone names brings nothing along: usings that no code needs, and constants.</summary>
[TestClass]
public sealed class ImportTests
{
    private static readonly AssemblyImage s_rare = Compiler.Compile("Rare", ["namespace RareLib { public static class Thing { public const int Value = 3; public static int Get() => 3; } public enum Kind { One = 1 } }"], isExecutable: false, []).Image;

    [TestMethod]
    public void A_using_of_what_only_weak_units_need_does_not_keep_the_reference_in_the_package()
    {
        var package = Package.Of("""
            using static RareLib.Thing;
            using Alias = System.Collections.Generic.List<RareLib.Kind>;
            [WeakPackageUnit] public static class Weak { public static int Run() { const RareLib.Kind kind = RareLib.Kind.One; var list = new Alias { kind }; return Get() + list.Count; } }
            public static class Strong { public static int Run() { const int one = 1; return one; } }
            """).References(s_rare).Split();

        package.Runtime(dll => Assert.DoesNotContain("Rare", dll.AssemblyReferences));
        Construct.KeepsItsUnits(package);
        Assert.Contains("static RareLib.Thing", DebugDump.OfType(new("Pack1.wpi", package.ImportLibraryBytes), "Weak"));
        Assert.DoesNotContain("RareLib.Thing", DebugDump.OfType(package.RuntimeImage, "Strong"));
    }

    [TestMethod]
    public void A_using_that_no_code_of_a_unit_needs_does_not_make_the_package_needed()
    {
        var package = Package.Of("""
            using static Strong;
            using Alias = System.Collections.Generic.List<Level>;
            [WeakPackageUnit] public static class Weak { public static int Run() { const Level level = Level.High; return (int)level; } }
            public static class Strong { public static int Unused() => 1; }
            public enum Level { Low, High }
            """).Split();

        var linked = Consumer.Of("Console.WriteLine(Weak.Run());", package).RunsAsUnlinked().DoesNotNeed(package);

        var dump = DebugDump.OfType(linked.Image, "Weak");
        Assert.Contains("constant level Int32 01000000\n", dump);
        Assert.DoesNotContain("Strong", dump);
    }

    [TestMethod]
    public void A_using_of_what_the_consumer_refers_to_stays()
    {
        var package = Package.Of("""
            using static Strong;
            [WeakPackageUnit] public static class Weak { public static int Run() { const Level level = Level.High; return (int)level; } }
            public static class Strong { public static int Used() => 1; }
            public enum Level { Low, High }
            """).Split();

        var linked = Consumer.Of("Console.WriteLine(Weak.Run() + Strong.Used());", package).RunsAsUnlinked();

        Construct.Check(linked);
        Assert.Contains("constant level Int32 01000000 of Level", DebugDump.OfType(linked.Image, "Weak"));
    }

    [TestMethod]
    public void A_type_that_only_debug_data_names_gets_its_row()
    {
        var package = Package.Of("""
            using Alias = System.Collections.Generic.Dictionary<System.AttributeTargets, System.IO.FileAttributes[]>;
            [WeakPackageUnit] public static class Weak { public static int Run() { const DayOfWeek day = DayOfWeek.Friday; const System.IO.FileAttributes code = System.IO.FileAttributes.Hidden; return (int)day + (int)code; } }
            """).Split();

        var linked = Consumer.Of("const System.IO.FileMode mode = System.IO.FileMode.Open; Console.WriteLine(Weak.Run() + (int)mode);", package).RunsAsUnlinked();

        Construct.Check(linked);
        Assert.AreEqual(DebugDump.OfType(linked.Compiled.Image, "Program"), DebugDump.OfType(linked.Image, "Program"));
    }
}
