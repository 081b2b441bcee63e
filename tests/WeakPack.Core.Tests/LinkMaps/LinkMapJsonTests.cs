using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using WeakPack.Core.Tests.Fixtures;
using WeakPack.LinkMaps;

namespace WeakPack.Core.Tests.LinkMaps;

/// <summary>The map as a file.</summary>
[TestClass]
public sealed class LinkMapJsonTests
{
    private static LinkMap Map()
    {
        var package = Package.Of("""
            public class Canvas { public int Width => Shared.One; }
            [WeakPackageUnit] public static class Ink { public static int Draw() => new Canvas().Width + Shared.One; [System.Runtime.InteropServices.DllImport("ink")] public static extern int Call(); }
            [WeakPackageUnit] public static class Shared { public static int One => 1; }
            [WeakPackageUnit] public static class Größe { public static int One => 1; }
            """).Split();
        return Consumer.Of("Console.WriteLine(Ink.Draw());", package).MappingAllUnits().Link().Map;
    }

    [TestMethod]
    public void What_is_written_is_read_again()
    {
        var map = Map();

        Assert.AreEqual(Text(LinkMapJson.Write(map)), Text(LinkMapJson.Write(LinkMapJson.Read(LinkMapJson.Write(map)))));
    }

    [TestMethod]
    public void Its_members_are_those_that_the_documentation_names()
    {
        var json = JsonNode.Parse(LinkMapJson.Write(Map()))!;

        Assert.AreEqual("1.1", (string?)json["format"]);
        Assert.AreEqual("App", (string?)json["consumer"]!["name"]);
        Assert.IsTrue((bool)json["consumer"]!["isExecutable"]!);
        var package = json["packages"]![0]!;
        Assert.IsTrue((bool)package["isNeeded"]!);
        Assert.AreEqual("unit", (string?)package["neededBy"]![0]!["kind"]);
        Assert.AreEqual(3, (int)package["unitCount"]!);
        Assert.AreEqual("Größe,Ink,Shared", string.Join(",", package["units"]!.AsArray().Select(unit => (string?)unit!["name"]).Order(StringComparer.Ordinal)));
        var ink = package["units"]!.AsArray().Single(unit => (string?)unit!["name"] == "Ink")!;
        Assert.AreEqual("linked", (string?)ink["state"]);
        Assert.AreEqual("Program.Main", (string?)ink["chain"]![0]!["member"]);
        Assert.AreEqual("Shared", (string?)ink["needs"]!["units"]![0]);
        Assert.AreEqual("ink", (string?)ink["needs"]!["nativeLibraries"]![0]);
        Assert.IsEmpty(json["dropped"]!["packages"]!.AsArray());
    }

    [TestMethod]
    public void The_same_inputs_give_the_same_bytes() =>
        Assert.AreEqual(Text(LinkMapJson.Write(Map())), Text(LinkMapJson.Write(Map())));

    [TestMethod]
    public void What_a_newer_minor_format_adds_is_passed_over()
    {
        var json = JsonNode.Parse(LinkMapJson.Write(Map()))!;
        json["format"] = "1.9";
        json["packages"]![0]!["mood"] = "good";

        Assert.AreEqual("App", LinkMapJson.Read(JsonSerializer.SerializeToUtf8Bytes(json)).Consumer.Name);
    }

    [TestMethod]
    public void A_map_of_the_first_format_is_read_too()
    {
        var json = JsonNode.Parse(LinkMapJson.Write(Map()))!;
        json["format"] = "1.0";
        foreach (var unit in json["packages"]![0]!["units"]!.AsArray())
        {
            unit!["needs"]!.AsObject().Remove("nativeFiles");
            foreach (var assembly in unit["needs"]!["assemblies"]!.AsArray())
                assembly!.AsObject().Remove("isFramework");
        }

        Assert.IsEmpty(LinkMapJson.Read(JsonSerializer.SerializeToUtf8Bytes(json)).Packages[0].Units[0].Needs.NativeFiles);
    }

    [TestMethod]
    [DataRow("{\"format\":\"2.0\"}", "format is 2.0")]
    [DataRow("{\"format\":\"1.0\"}", "lacks 'consumer'")]
    [DataRow("{}", "lacks 'format'")]
    [DataRow("[]", "lacks 'format'")]
    [DataRow("{\"format\":", "")]
    public void What_is_no_map_of_this_format_is_refused(string json, string reason)
    {
        var error = Assert.ThrowsExactly<FormatException>(() => LinkMapJson.Read(Encoding.UTF8.GetBytes(json)));

        Assert.Contains(reason, error.Message);
    }

    [TestMethod]
    [DataRow(50, "lacks 'format'", DisplayName = "50 levels are read")]
    [DataRow(100, "epth", DisplayName = "100 levels are too many")]
    [DataRow(1_000_000, "epth", DisplayName = "a million, too")]
    public void No_file_is_read_that_is_nested_deeper_than_anyone_writes(int levels, string reason)
    {
        var json = string.Concat(Enumerable.Repeat("{\"a\":", levels)) + "1" + new string('}', levels);

        var error = Assert.ThrowsExactly<FormatException>(() => LinkMapJson.Read(Encoding.UTF8.GetBytes(json)));

        Assert.Contains(reason, error.Message);
    }

    [TestMethod]
    public void No_file_is_read_that_is_larger_than_anyone_writes()
    {
        var error = Assert.ThrowsExactly<FormatException>(() => LinkMapJson.Read(new byte[Json.MostBytes + 1]));

        Assert.Contains("134217729 bytes", error.Message);
    }

    private static string Text(byte[] json) => Encoding.UTF8.GetString(json);
}
