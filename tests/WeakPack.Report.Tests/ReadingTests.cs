using Microsoft.Playwright;

namespace WeakPack.Report.Tests;

/// <summary>Who reads a report, and on what: large maps, small windows, dark rooms, keyboards, paper.</summary>
[TestClass]
public sealed class ReadingTests
{
    [TestMethod]
    public async Task A_thousand_units_can_be_looked_at_searched_sorted_and_selected()
    {
        await using var report = await ReportPage.OpenAsync(Maps.Large());
        Assert.AreEqual(1000, await report.Tiles.CountAsync());
        Assert.AreEqual(1000, await report.Rows.CountAsync());

        await report.SearchAsync("acme.json1 codec");
        var found = await report.Rows.CountAsync();
        Assert.IsInRange(1, 99, found);
        Assert.AreEqual(1000 - found, await report.Page.Locator("#picture .tile.unwanted").CountAsync());

        await report.Page.Locator("#units th button", new() { HasText = "Unit" }).ClickAsync();
        var names = await report.TextsOfColumnAsync(1);
        Assert.AreSequenceEqual(names.Order(StringComparer.Ordinal), names);

        await report.Rows.First.ClickAsync();
        Assert.AreEqual(names[0].Trim(), (await report.Details.Locator("h2 .name").InnerTextAsync()).Trim());
        Assert.AreEqual(1, await report.Page.Locator("#picture .tile[aria-pressed=true]").CountAsync());
    }

    [TestMethod]
    public async Task Of_a_thousand_units_no_two_tiles_cover_each_other_and_all_lie_in_the_picture()
    {
        await using var report = await ReportPage.OpenAsync(Maps.Large());

        Assert.AreEqual(0, await report.Page.EvaluateAsync<int>("""
            () => {
              const around = document.getElementById("picture").getBoundingClientRect();
              const boxes = [...document.querySelectorAll("#picture .tile")].map(tile => tile.getBoundingClientRect());
              return boxes.filter((a, index) =>
                a.left < around.left || a.right > around.right || a.bottom > around.bottom ||
                boxes.some((b, other) => other > index && a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)).length;
            }
            """));
    }

    [TestMethod]
    public async Task A_unit_without_a_name_in_the_picture_tells_it_when_it_is_pointed_at()
    {
        await using var report = await ReportPage.OpenAsync(Maps.Large());
        var tile = report.Tiles.Nth(7);

        await tile.HoverAsync();

        Assert.AreEqual((await tile.GetAttributeAsync("aria-label"))!.Split(',')[0], await report.Page.Locator("#picture .tip .name").InnerTextAsync());
    }

    [TestMethod]
    public async Task Names_in_the_picture_can_be_switched_on_and_what_is_selected_stays_so()
    {
        await using var report = await ReportPage.OpenAsync(Maps.Large());
        await report.Tiles.Nth(7).ClickAsync();
        Assert.AreEqual(0, await report.Page.Locator("#picture .tile .name").CountAsync());

        await report.Page.Locator("#names").CheckAsync();

        Assert.AreEqual(1000, await report.Page.Locator("#picture .tile .name").CountAsync());
        Assert.AreEqual("true", await report.Tiles.Nth(7).GetAttributeAsync("aria-pressed"));
    }

    [TestMethod]
    public async Task Dark_colours_follow_the_system_and_the_readers_own_choice()
    {
        await using var light = await ReportPage.OpenAsync(Maps.Small());
        await using var dark = await ReportPage.OpenAsync(Maps.Small(), ColorScheme.Dark);
        var (lightGround, darkGround) = (await light.BackgroundAsync(), await dark.BackgroundAsync());
        Assert.AreNotEqual(lightGround, darkGround);

        await dark.Page.Locator("#theme").ClickAsync();
        Assert.AreEqual(lightGround, await dark.BackgroundAsync());

        await dark.Page.Locator("#theme").ClickAsync();
        Assert.AreEqual(darkGround, await dark.BackgroundAsync());
    }

    [TestMethod]
    [DataRow(ColorScheme.Light)]
    [DataRow(ColorScheme.Dark)]
    public async Task Text_stands_out_from_what_is_behind_it(ColorScheme colours)
    {
        await using var report = await ReportPage.OpenAsync(Maps.Small(), colours);
        await report.Tile("Acme.Documents.JsonExport").ClickAsync();

        // WCAG 2.2, 1.4.3: the contrast of text is at least 4.5.
        var weak = await report.Page.EvaluateAsync<string[]>("""
            () => {
              const numbers = colour => colour.match(/[\d.]+/g).map(Number);
              const luminance = colour => numbers(colour).slice(0, 3).map(c => c / 255).map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
                .reduce((sum, c, index) => sum + c * [0.2126, 0.7152, 0.0722][index], 0);
              const behind = node => { const colour = getComputedStyle(node).backgroundColor; return (numbers(colour)[3] ?? 1) > 0 ? colour : behind(node.parentElement); };
              return [...document.body.querySelectorAll("*")]
                .filter(node => node.checkVisibility() && [...node.childNodes].some(child => child.nodeType === 3 && child.data.trim()))
                .filter(node => { const [a, b] = [luminance(getComputedStyle(node).color), luminance(behind(node))].sort((x, y) => y - x); return (a + 0.05) / (b + 0.05) < 4.5; })
                .map(node => node.textContent);
            }
            """);
        Assert.IsEmpty(weak, string.Join(", ", weak));
    }

    [TestMethod]
    [DataRow("small")]
    [DataRow("large")]
    [DataRow("hostile")]
    public async Task A_narrow_window_is_never_too_narrow(string map)
    {
        await using var report = await ReportPage.OpenAsync(map switch { "small" => Maps.Small(), "large" => Maps.Large(), _ => Maps.Hostile() }, width: 360);

        await report.Tiles.First.ClickAsync();

        Assert.AreEqual(360, await report.Page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.IsTrue(await report.Details.IsVisibleAsync());
    }

    [TestMethod]
    public async Task The_picture_is_one_stop_of_the_Tab_key_and_arrow_keys_walk_through_it()
    {
        await using var report = await ReportPage.OpenAsync(Maps.Small());
        Assert.AreEqual(1, await report.Page.Locator("#picture [tabindex='0']").CountAsync());

        await report.Page.Locator("#names").FocusAsync();
        await report.Page.Keyboard.PressAsync("Tab");
        await report.Page.Keyboard.PressAsync("ArrowRight");
        await report.Page.Keyboard.PressAsync("Enter");

        Assert.AreEqual("Acme.Documents.JsonExport", await report.Details.Locator("h2 .name").InnerTextAsync());

        await report.Page.Keyboard.PressAsync("Escape");
        Assert.Contains("Select a unit", await report.Details.InnerTextAsync());
    }

    [TestMethod]
    public async Task Rows_of_the_table_are_walked_and_selected_with_keys()
    {
        await using var report = await ReportPage.OpenAsync(Maps.Small());
        Assert.AreEqual(1, await report.Page.Locator("#units [tabindex='0']").CountAsync());

        await report.Rows.First.FocusAsync();
        await report.Page.Keyboard.PressAsync("ArrowDown");
        await report.Page.Keyboard.PressAsync("Enter");

        Assert.AreEqual("Acme.Documents.TextTools", await report.Details.Locator("h2 .name").InnerTextAsync());
        Assert.AreEqual("true", await report.Rows.Nth(1).GetAttributeAsync("aria-current"));
    }

    [TestMethod]
    public async Task On_paper_there_is_what_can_be_read_and_nothing_to_press()
    {
        await using var report = await ReportPage.OpenAsync(Maps.Small(), ColorScheme.Dark);

        await report.Page.EmulateMediaAsync(new() { Media = Media.Print });

        Assert.AreEqual("rgb(251, 251, 250)", await report.BackgroundAsync());
        Assert.IsFalse(await report.Page.Locator("#search").IsVisibleAsync());
        Assert.IsFalse(await report.Page.Locator("#theme").IsVisibleAsync());
        Assert.AreEqual(7, await report.Rows.CountAsync());
    }
}
