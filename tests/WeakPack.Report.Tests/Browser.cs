using Microsoft.Playwright;

namespace WeakPack.Report.Tests;

/// <summary>The browser of this machine, started when the first test needs it.</summary>
internal static class Browser
{
    private const string Variable = "WEAKPACK_BROWSER";

    private static readonly Lazy<string?> s_path = new(Find);
    private static readonly Lazy<Task<(IPlaywright Driver, IBrowser Browser)>> s_browser = new(LaunchAsync);

    /// <summary>Where there is none, the test ends as not decided.</summary>
    public static async Task<IBrowser> OpenAsync()
    {
        if (s_path.Value is null)
            Assert.Inconclusive($"Neither Chromium nor Chrome was found, so the report was not looked at in a browser. {Variable} can name one.");
        return (await s_browser.Value).Browser;
    }

    public static async Task CloseAsync()
    {
        if (!s_browser.IsValueCreated)
            return;
        var (driver, browser) = await s_browser.Value;
        await browser.CloseAsync();
        driver.Dispose();
    }

    private static async Task<(IPlaywright, IBrowser)> LaunchAsync()
    {
        var driver = await Playwright.CreateAsync();
        // Without a sandbox, or Chromium would not start as root, nor in most containers. The pages are our own.
        return (driver, await driver.Chromium.LaunchAsync(new() { ExecutablePath = s_path.Value, ChromiumSandbox = false }));
    }

    private static string? Find() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
        ? named
        : Candidates().FirstOrDefault(File.Exists);

    private static IEnumerable<string> Candidates()
    {
        string[] names = OperatingSystem.IsWindows() ? ["chrome.exe", "msedge.exe"] : ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
        var onPath = from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
                     from name in names
                     select Path.Combine(folder, name);
        return onPath.Concat(UsualPlaces());
    }

    private static IEnumerable<string> UsualPlaces()
    {
        if (OperatingSystem.IsMacOS())
        {
            return
            [
                "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
                "/Applications/Chromium.app/Contents/MacOS/Chromium",
                "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
            ];
        }

        return from folder in new[] { "ProgramFiles", "ProgramFiles(x86)", "LocalAppData" }.Select(Environment.GetEnvironmentVariable)
               where folder is not null
               from program in new[] { @"Google\Chrome\Application\chrome.exe", @"Chromium\Application\chrome.exe", @"Microsoft\Edge\Application\msedge.exe" }
               select Path.Combine(folder, program);
    }
}
