using Microsoft.Playwright;
using WeakPack.LinkMaps;

namespace WeakPack.Report.Tests;

/// <summary>A report that is open in a browser, as a reader opens it: from a file.</summary>
internal sealed class ReportPage : IAsyncDisposable
{
    private readonly string _file;
    private readonly List<string> _troubles = [];
    private readonly List<string> _requests = [];

    private ReportPage(string file, IPage page)
    {
        _file = file;
        Page = page;
        page.Console += (_, message) => _troubles.Add(message.Text);
        page.PageError += (_, error) => _troubles.Add(error);
        page.Request += (_, request) => _requests.Add(request.Url);
    }

    public IPage Page { get; }

    /// <summary>The tiles of the picture.</summary>
    public ILocator Tiles => Page.Locator("#picture .tile");

    /// <summary>The rows of the table of units that a search has left.</summary>
    public ILocator Rows => Page.Locator("#units tbody tr:visible");

    public ILocator Details => Page.Locator("#details");

    public static async Task<ReportPage> OpenAsync(LinkMap map, ColorScheme colours = ColorScheme.Light, int width = 1280)
    {
        var browser = await Browser.OpenAsync();
        var file = Path.Combine(Directory.CreateTempSubdirectory("weakpack-report-").FullName, "it's möglich.weakmap.html");
        await File.WriteAllBytesAsync(file, LinkReport.Write(map));
        var report = new ReportPage(file, await browser.NewPageAsync(new() { ColorScheme = colours, ViewportSize = new() { Width = width, Height = 900 } }));
        await report.Page.GotoAsync(new Uri(file).AbsoluteUri);
        return report;
    }

    public ILocator Tile(string unit) => Page.Locator($"#picture .tile[aria-label^='{unit},']");

    public Task SearchAsync(string text) => Page.Locator("#search").FillAsync(text);

    public Task<string> BackgroundAsync() => Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");

    public async Task<IReadOnlyList<string>> TextsOfColumnAsync(int column) =>
        await Page.Locator($"#units tbody tr:visible td:nth-child({column})").AllInnerTextsAsync();

    /// <summary>Closes it. On the way there was nothing in the console, and nothing asked for but the file itself.</summary>
    public async ValueTask DisposeAsync()
    {
        await Page.CloseAsync();
        Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);
        Assert.IsEmpty(_troubles, string.Join("\n", _troubles));
        Assert.AreSequenceEqual([new Uri(_file).AbsoluteUri], _requests);
    }
}
