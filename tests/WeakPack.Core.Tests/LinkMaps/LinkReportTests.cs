using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using WeakPack.LinkMaps;

namespace WeakPack.Core.Tests.LinkMaps;

/// <summary>The report as a file. What it does in a browser is for WeakPack.Report.Tests to see.</summary>
[TestClass]
public sealed partial class LinkReportTests
{
    [TestMethod]
    public void It_holds_the_whole_map()
    {
        var map = Map("Ink", "Größe");

        Assert.AreEqual(Text(LinkMapJson.Write(map)), Text(LinkMapJson.Write(LinkMapJson.Read(Encoding.UTF8.GetBytes(Data(map))))));
    }

    [TestMethod]
    public void The_same_map_gives_the_same_bytes() =>
        Assert.AreSequenceEqual(LinkReport.Write(Map("Ink")), LinkReport.Write(Map("Ink")));

    [TestMethod]
    [DataRow("<img src=x onerror=alert(1)>")]
    [DataRow("</script><script>alert(1)</script>")]
    [DataRow("<!--<script>")]
    [DataRow("]]>&lt;")]
    [DataRow("\"quoted\\")]
    [DataRow("line\u2028\u2029end")]
    [DataRow("\u0001")]
    [DataRow("{{script}}")]
    [DataRow("{{style}}$1$&")]
    public void No_name_gets_out_of_the_data_and_each_can_be_read_again(string name)
    {
        var map = Map(name);
        var page = Page(map);

        Assert.AreEqual(name, LinkMapJson.Read(Encoding.UTF8.GetBytes(Data(map))).Packages.Single().Units.Single().Name);
        Assert.DoesNotContain("<", Data(map));
        Assert.DoesNotContain("\u2028", page);
        Assert.AreEqual(Elements(Page(Map("Ink"))), Elements(page));
    }

    [TestMethod]
    public void A_consumers_name_is_text_in_the_title() =>
        Assert.Contains($"<title>{WebUtility.HtmlEncode("<b>&App")} link map</title>", Page(Map("Ink") with { Consumer = new("<b>&App", "1.0.0.0", "", true, 1, 2) }));

    [TestMethod]
    public void It_names_no_other_file_and_no_place_to_get_one_from()
    {
        var page = Page(Map("Ink"));

        // The name of a kind of element, not an address.
        Assert.AreSequenceEqual(["http://www.w3.org/2000/svg"], AddressPattern().Matches(page).Select(match => match.Value));
        foreach (var way in new[] { " src=", "href", "url(", "@import", "import(", "fetch(", "XMLHttpRequest" })
            Assert.DoesNotContain(way, page);
    }

    [TestMethod]
    public void Its_policy_admits_its_own_script_and_style_and_nothing_else()
    {
        var page = Page(Map("Ink"));

        Assert.Contains($"content=\"default-src 'none'; script-src '{Hash(Between(page, "<script type=\"module\">", "</script>"))}'; "
            + $"style-src '{Hash(Between(page, "<style>", "</style>"))}'; base-uri 'none'; form-action 'none'\"", page);
    }

    [TestMethod]
    public void Nothing_in_it_is_left_to_be_filled_in() =>
        Assert.DoesNotContain("{{", Page(Map("Ink")));

    private static LinkMap Map(params string[] units) => new()
    {
        Consumer = new("App", "1.0.0.0", ".NETCoreApp,Version=v10.0", true, 100, 200),
        Packages =
        [
            new()
            {
                Name = "Pack1", Version = "1.0.0.0", ImportLibrary = new("Pack1.wpi", "00"), UnitCount = units.Length,
                Units = [.. units.Select(name => new LinkMapUnit { Name = name, State = LinkMapState.Linked, Types = [new(name, name, "00", 10)], Needs = new([], [], [], []), Chain = [new("App", name, name)] })],
            },
        ],
        Dropped = new(["Pack1"], []),
    };

    private static string Page(LinkMap map) => Text(LinkReport.Write(map));

    private static string Data(LinkMap map) => Between(Page(map), "<script type=\"application/json\" id=\"map\">", "</script>");

    private static string Between(string text, string start, string end)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        return text[from..text.IndexOf(end, from, StringComparison.Ordinal)];
    }

    /// <summary>How many tags and comments begin in a text.</summary>
    private static int Elements(string page) => TagPattern().Count(page);

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Text(byte[] bytes) => Encoding.UTF8.GetString(bytes);

    [GeneratedRegex(@"\w+://[^""'\s]*")]
    private static partial Regex AddressPattern();

    [GeneratedRegex("<[!/a-z]")]
    private static partial Regex TagPattern();
}
