using WeakPack.Core.Tests.NativeLibraries;
using System.Security.Cryptography;
using WeakPack.Core.Tests.Fixtures;
using WeakPack.LinkMaps;

namespace WeakPack.Core.Tests.LinkMaps;

/// <summary>The map of a link: what was linked, from where, and what is needed for it.</summary>
[TestClass]
public sealed class LinkMapTests
{
    private const string Source = """
        [WeakPackageUnit] public static class PenWin { public static int Load() => Digits.Of(3) + new { A = 1 }.A; }
        [WeakPackageUnit] public static class Rare { [System.Runtime.InteropServices.DllImport("rare")] public static extern int Call(); }
        [WeakPackageUnit] public static class Shared { public static int One => 1; }
        internal static class Digits { public static int Of(int n) => n; }
        public class Canvas { public int Width => Shared.One; }
        """;

    [TestMethod]
    public void A_linked_unit_is_told_of_with_its_types_bytes_and_origin()
    {
        var package = Package.Of(Source).Split();

        var map = Consumer.Of("Console.WriteLine(PenWin.Load());", package).Link().Map;

        var origin = map.Packages.Single();
        Assert.AreEqual("Pack1", origin.Name);
        Assert.AreEqual("Pack1.wpi", origin.ImportLibrary.Name);
        Assert.AreEqual(Convert.ToHexStringLower(SHA256.HashData(package.ImportLibraryBytes)), origin.ImportLibrary.Sha256);
        Assert.AreEqual(3, origin.UnitCount);
        var unit = origin.Units.Single();
        Assert.AreEqual((LinkMapState.Linked, "PenWin", false), (unit.State, unit.Name, unit.IsRetained));
        Assert.AreEqual(("PenWin", "PenWin"), (unit.Types.Single().Name, unit.Types.Single().Copy));
        Assert.AreEqual(64, unit.Types.Single().Sha256!.Length);
        Assert.Contains("Digits", unit.Travelling.Select(type => type.Name));
        Assert.IsGreaterThan(unit.Types.Single().Bytes, unit.Bytes);
    }

    [TestMethod]
    public void What_a_unit_needs_is_what_the_import_library_says()
    {
        var package = Package.Of(Source).Split();

        var map = Consumer.Of("if (args.Length > 9) Rare.Call();", package).Link().Map;

        Assert.AreEqual("rare", map.Packages.Single().Units.Single().Needs.NativeLibraries.Single());
    }

    [TestMethod]
    public void What_a_unit_needs_is_told_from_what_every_consumer_of_the_framework_has()
    {
        var rare = Package.Of("public class Reader;", name: "System.Rare").Accepts();
        var package = Package.Of("[WeakPackageUnit] public class Uses { public object Open() => new Reader(); }").Requires(rare).Split();

        var needs = Consumer.Of("new Uses().Open();", package, rare).MappingAllUnits().Link().Map.Packages.Single(origin => origin.Name == "Pack1").Units.Single().Needs;

        Assert.AreSequenceEqual(["System.Rare"], needs.Assemblies.Where(assembly => !assembly.IsFramework).Select(assembly => assembly.Name));
        Assert.IsNotEmpty(needs.Assemblies.Where(assembly => assembly.IsFramework));
    }

    [TestMethod]
    public void Native_libraries_that_the_package_ships_for_a_unit_are_told_of_by_platform()
    {
        using var folder = new NativeFolder();
        var package = folder.Deploy(Package.Of(Source).Ships(folder.Item("librare.so", "Rare"), folder.Item("rare.dll", "Rare", "win-x64", content: "abc")).Split());

        var map = Consumer.Of("if (args.Length > 9) Rare.Call(); Console.WriteLine(PenWin.Load());", package).Link().Map;

        var units = map.Packages.Single().Units.ToDictionary(unit => unit.Name, unit => unit.Needs.NativeFiles);
        Assert.AreSequenceEqual(["linux-x64 librare.so", "win-x64 rare.dll"], units["Rare"].Select(file => $"{file.RuntimeIdentifier} {file.Name}").Order(StringComparer.Ordinal));
        Assert.AreEqual("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", units["Rare"].Single(file => file.Name == "rare.dll").Sha256, "SHA-256 of abc");
        Assert.IsEmpty(units["PenWin"]);
        Assert.AreSequenceEqual(
            units["Rare"].ToList(), LinkMapJson.Read(LinkMapJson.Write(map)).Packages.Single().Units.Single(unit => unit.Name == "Rare").Needs.NativeFiles.ToList());
    }

    [TestMethod]
    public void A_package_of_which_only_weak_units_are_used_is_dropped_and_needed_by_nobody()
    {
        var package = Package.Of(Source).Split();

        var map = Consumer.Of("Console.WriteLine(PenWin.Load());", package).Link().Map;

        Assert.IsFalse(map.Packages.Single().IsNeeded);
        Assert.IsEmpty(map.Packages.Single().NeededBy);
        Assert.AreEqual("Pack1", map.Dropped.Packages.Single());
    }

    [TestMethod]
    public void A_package_whose_strong_code_is_used_is_needed_and_the_map_tells_by_whom()
    {
        var package = Package.Of(Source).Split();

        var map = Consumer.Of("""
            Console.WriteLine(PenWin.Load());
            class Painter { public int Paint() => new Canvas().Width; }
            """, package).Link().Map;

        Assert.IsTrue(map.Packages.Single().IsNeeded);
        Assert.IsEmpty(map.Dropped.Packages);
        Assert.AreEqual(new LinkMapNeed(LinkMapNeedKind.Consumer, "App", null, "Painter.Paint", "Canvas"), map.Packages.Single().NeededBy.Single());
    }

    [TestMethod]
    public void A_package_that_a_linked_unit_needs_is_needed_by_that_unit()
    {
        var package = Package.Of("""
            public class Canvas { public int Width => 1; }
            [WeakPackageUnit] public static class Ink { public static int Draw() => new Canvas().Width; }
            """).Split();

        var map = Consumer.Of("Console.WriteLine(Ink.Draw());", package).Link().Map;

        Assert.AreEqual(new LinkMapNeed(LinkMapNeedKind.Unit, "App", "Ink", "Ink.Draw", "Canvas"), map.Packages.Single().NeededBy.Single());
    }

    [TestMethod]
    public void A_package_that_another_reference_needs_is_needed_by_that_reference()
    {
        var package = Package.Of(Source).Split();
        var other = Package.Of("public static class Other { public static int Width => new Canvas().Width; }", name: "Pack2").Requires(package).Split();

        var map = Consumer.Of("Console.WriteLine(PenWin.Load() + Other.Width);", package).References(other.RuntimeImage).Link().Map;

        Assert.AreEqual(new LinkMapNeed(LinkMapNeedKind.Reference, "Pack2"), map.Packages.Single().NeededBy.Single());
    }

    [TestMethod]
    public void A_consumer_of_strong_code_alone_has_a_map_too()
    {
        var package = Package.Of(Source).Split();

        var map = Consumer.Of("Console.WriteLine(new Canvas().Width);", package).Link().Map;

        Assert.IsEmpty(map.Packages.Single().Units);
        Assert.AreEqual("Program.Main", map.Packages.Single().NeededBy.Single().Member);
        Assert.AreEqual(map.Consumer.CompiledBytes, map.Consumer.LinkedBytes);
    }

    [TestMethod]
    public void A_map_of_all_units_tells_unused_retained_and_linked_ones_apart()
    {
        var package = Package.Of(Source).Split();

        var map = Consumer.Of("Console.WriteLine(PenWin.Load());", package).MappingAllUnits().Link().Map;

        Assert.AreEqual(
            "PenWin Linked, Rare Unused, Shared Retained",
            string.Join(", ", map.Packages.Single().Units.Select(unit => $"{unit.Name} {unit.State}")));
        Assert.IsEmpty(map.Packages.Single().Units[1].Chain);
    }

    [TestMethod]
    public void A_unit_that_is_retained_and_linked_is_linked()
    {
        var package = Package.Of(Source).Split();

        var unit = Consumer.Of("Console.WriteLine(Shared.One);", package).Link().Map.Packages.Single().Units.Single();

        Assert.AreEqual((LinkMapState.Linked, true), (unit.State, unit.IsRetained));
    }

    [TestMethod]
    public void A_unit_that_came_from_another_package_already_is_dropped()
    {
        const string Unit = "[WeakPackageUnit] internal static class Alike { public static int Two => 2; }";
        var one = Package.Of("[WeakPackageUnit] public static class First { public static int Two => Alike.Two; }" + Unit, name: "Pack1").Split();
        var two = Package.Of("[WeakPackageUnit] public static class Second { public static int Two => Alike.Two; }" + Unit, name: "Pack2").Split();

        var map = Consumer.Of("Console.WriteLine(First.Two + Second.Two);", one, two).Link().Map;

        Assert.AreEqual(LinkMapState.Linked, map.Packages[0].Units.Single(unit => unit.Name == "Alike").State);
        Assert.AreEqual(LinkMapState.Dropped, map.Packages[1].Units.Single(unit => unit.Name == "Alike").State);
    }
}
