using Microsoft.Playwright;

namespace Reelway.EndToEnd.Tests.Pages;

/// <summary>Pictures for people to look at, kept where <c>REELWAY_SCREENSHOTS</c> names a folder.</summary>
internal static class Screenshots
{
    public static async Task KeepAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("REELWAY_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png"), FullPage = true });
        }
    }
}
