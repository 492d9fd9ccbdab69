using Microsoft.Playwright;

namespace Reelway.EndToEnd.Tests.Pages;

/// <summary>One Chromium for all page tests: the one of the system, since the driver brings none.</summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Find() is not { } path)
        {
            return;
        }

        // Only a test that fails waits so long; on a loaded machine Swagger's page needs more than the five seconds of the default.
        Assertions.SetDefaultExpectTimeout(60_000);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = path,
            Args =
            [
                "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
            ],
        });
    }

    /// <summary>A fresh browser profile; the test is skipped when this machine has no browser.</summary>
    public Task<IBrowserContext> OpenAsync(BrowserNewContextOptions options)
    {
        Assert.SkipWhen(_browser is null, "No Chromium: set REELWAY_CHROMIUM to one, or put \"chromium\" on the PATH.");
        return _browser!.NewContextAsync(options);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("REELWAY_CHROMIUM") is { Length: > 0 } named)
        {
            return File.Exists(named) ? named : throw new FileNotFoundException($"REELWAY_CHROMIUM names {named}, which is not there.");
        }

        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "chromium"))
            .FirstOrDefault(File.Exists);
    }
}
