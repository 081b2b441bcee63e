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
