using Microsoft.Playwright;

namespace WeakPack.Report.Tests;

/// <summary>The report in a browser. Each test also sees to it that the console stays empty and that nothing but the file is asked for.</summary>
[TestClass]
public sealed class ReportTests
{
    [TestMethod]
    public async Task The_picture_shows_each_unit_in_the_box_of_its_package_and_tells_what_became_of_it()
    {
        await using var report = await ReportPage.OpenAsync(Maps.Small());

        Assert.AreSequenceEqual(
            [
                "Acme.Documents.JsonExport, linked, 2.4 KB",
                "Acme.Documents.TextTools, linked, 980 bytes",
                "Acme.Documents.Spelling, retained, 5.2 KB",
                "Acme.Documents.PdfExport, unused, 47.1 KB",
                "Acme.Documents.XpsExport, unused, 11.8 KB",
            ],
            await Labels(report, "Acme.Documents"));
        Assert.AreSequenceEqual(["PenWin, linked, 412 bytes", "Acme.Documents.TextTools, dropped, 980 bytes"], await Labels(report, "Vcl"));
    }

    [TestMethod]
    public async Task A_click_on_a_unit_shows_its_chain_sizes_needs_and_origin_and_a_second_click_hides_them()
    {
        await using var report = await ReportPage.OpenAsync(Maps.Small());

        await report.Tile("Acme.Documents.JsonExport").ClickAsync();

        var text = await report.Details.InnerTextAsync();
        Assert.Contains("InkPad.Program.Main in InkPad uses", text);
        Assert.Contains("Newtonsoft.Json from Newtonsoft.Json [13.0.1, )", text);
        Assert.Contains("native library jsonfast", text);
        Assert.Contains("file libjsonfast.so for linux-x64, from the package", text);
        Assert.Contains("file names.txt for every platform, from the package", text);
        Assert.Contains("of the framework: Contoso.Runtime", text);
        Assert.Contains("System.Private.Rare", text);
        Assert.Contains("resource Acme.Documents.schema.json", text);
        Assert.Contains("copied as Acme.Documents.JsonNames$3f2a90c1", text);
        Assert.Contains("Acme.Documents: Acme.Documents.JsonExport.Export uses Acme.Documents.Document", text);
        Assert.Contains("Acme.Documents.wpi", text);
        Assert.Contains("2.4 KB", text);

        await report.Tile("Acme.Documents.JsonExport").ClickAsync();
        Assert.Contains("Select a unit", await report.Details.InnerTextAsync());
    }

    [TestMethod]
    public async Task The_way_of_the_selected_unit_is_drawn_from_the_consumer_on()
    {
        await using var report = await ReportPage.OpenAsync(Maps.Small());
        Assert.AreEqual(0, await report.Page.Locator("#picture .head.chain").CountAsync());

        await report.Tile("Acme.Documents.TextTools").First.ClickAsync();

        // InkPad to JsonExport, JsonExport to TextTools; and PdfExport uses it too.
        Assert.AreEqual(2, await report.Page.Locator("#picture .head.chain").CountAsync());
        Assert.AreEqual(2, await report.Page.Locator("#picture .head.used-by").CountAsync());
    }

    [TestMethod]
    public async Task From_one_unit_its_details_lead_to_those_that_it_needs()
    {
        await using var report = await ReportPage.OpenAsync(Maps.Small());
        await report.Tile("Acme.Documents.PdfExport").ClickAsync();

        await report.Details.GetByRole(AriaRole.Button, new() { Name = "Acme.Documents.TextTools" }).ClickAsync();

        Assert.AreEqual("true", await report.Tile("Acme.Documents.TextTools").First.GetAttributeAsync("aria-pressed"));
        Assert.AreEqual("Acme.Documents.TextTools", await report.Details.Locator("h2 .name").InnerTextAsync());
    }

    [TestMethod]
    public async Task A_dropped_unit_names_the_package_whose_copy_stands_for_it()
    {
        await using var report = await ReportPage.OpenAsync(Maps.Small());

        await report.Page.Locator("#picture .tile.dropped").ClickAsync();

        Assert.Contains("That copy is from Acme.Documents.", await report.Details.InnerTextAsync());
    }

    [TestMethod]
    public async Task A_package_says_whether_it_is_needed_and_by_whom()
    {
        await using var report = await ReportPage.OpenAsync(Maps.Small());

        await report.Page.Locator("#picture .package", new() { HasText = "Acme.Documents" }).ClickAsync();

        var why = await report.Details.InnerTextAsync();
        Assert.Contains("Needed at run time", why);
        Assert.Contains("InkPad itself: InkPad.Editor.Open uses Acme.Documents.Document", why);
        Assert.Contains("the linked unit Acme.Documents.JsonExport: Acme.Documents.JsonExport.Export uses Acme.Documents.Document", why);
        Assert.Contains("Acme.Themes, which is shipped too, refers to it", why);
        Assert.Contains("the project keeps it (WeakPackKeep)", why);
        Assert.AreEqual("Need not be shipped: Vcl.", await report.Page.Locator("#dropped").InnerTextAsync());

        await report.Page.Locator("#picture .package", new() { HasText = "Vcl" }).ClickAsync();
        Assert.Contains("Nothing that is shipped refers to it.", await report.Details.InnerTextAsync());
    }

    [TestMethod]
    [DataRow("pdf", 1)] // a unit's name
    [DataRow("VCL", 2)] // a package's, in other letters
    [DataRow("newtonsoft", 1)] // what a unit needs
    [DataRow("canvas draw", 1)] // two words of a chain
    [DataRow("nowhere", 0)]
    public async Task A_search_leaves_the_units_that_have_all_its_words(string text, int count)
    {
        await using var report = await ReportPage.OpenAsync(Maps.Small());

        await report.SearchAsync(text);

        Assert.AreEqual(count, await report.Rows.CountAsync());
        Assert.AreEqual(7 - count, await report.Page.Locator("#picture .tile.unwanted").CountAsync());
        Assert.AreEqual($"{count} of 7 units", await report.Page.Locator("#count").InnerTextAsync());

        await report.SearchAsync("");
        Assert.AreEqual(7, await report.Rows.CountAsync());
    }

    [TestMethod]
    public async Task The_table_says_of_what_a_unit_needs_just_what_is_not_there_anyway()
    {
        await using var report = await ReportPage.OpenAsync(Maps.Small());

        Assert.AreSequenceEqual(["Newtonsoft.Json, System.Private.Rare, jsonfast", "", "", "", "", "", ""], await report.TextsOfColumnAsync(6));
    }

    [TestMethod]
    public async Task States_can_be_left_out()
    {
        await using var report = await ReportPage.OpenAsync(Maps.Small());

        await report.Page.Locator("#states button", new() { HasText = "unused" }).ClickAsync();

        Assert.AreSequenceEqual(["linked", "linked", "linked", "dropped", "retained"], await report.TextsOfColumnAsync(3));
    }

    [TestMethod]
    public async Task The_table_is_sorted_by_the_column_that_is_clicked_and_turned_round_by_the_next_click()
    {
        await using var report = await ReportPage.OpenAsync(Maps.Small());
        var head = report.Page.Locator("#units th", new() { HasText = "Size" });

        await head.GetByRole(AriaRole.Button).ClickAsync();
        Assert.AreSequenceEqual(["47.1 KB", "11.8 KB", "5.2 KB", "2.4 KB", "980 bytes", "980 bytes", "412 bytes"], await report.TextsOfColumnAsync(4));
        Assert.AreEqual("ascending", await head.GetAttributeAsync("aria-sort"));

        await head.GetByRole(AriaRole.Button).ClickAsync();
        Assert.AreEqual("412 bytes", (await report.TextsOfColumnAsync(4))[0]);
        Assert.AreEqual("descending", await head.GetAttributeAsync("aria-sort"));
    }

    [TestMethod]
    public async Task Names_are_text_wherever_they_are_shown()
    {
        await using var report = await ReportPage.OpenAsync(Maps.Hostile());

        foreach (var name in Maps.HostileNames)
        {
            await report.Tiles.Nth(Array.IndexOf(Maps.HostileNames.Order(StringComparer.Ordinal).ToArray(), name)).ClickAsync();
            Assert.AreEqual(Visible(name), await report.Details.Locator("h2 .name").InnerTextAsync());
        }

        Assert.AreEqual(0, await report.Page.Locator("img, b, body script:not(#map):not([type=module])").CountAsync());
        Assert.AreEqual("InkPad link map", await report.Page.TitleAsync());
    }

    // What turns letters round or can't be seen is shown by its number.
    private static string Visible(string name) => name.Replace("\u202E", @"\u202e").Replace("\u2028", @"\u2028").Replace("\u0001", @"\u0001");

    private static Task<string[]> Labels(ReportPage report, string package) =>
        report.Page.Locator($"#picture .box[aria-label='Package {package}'] .tile").EvaluateAllAsync<string[]>("tiles => tiles.map(tile => tile.getAttribute('aria-label'))");
}
