using Microsoft.Playwright;

namespace Reelway.EndToEnd.Tests.Pages;

/// <summary>The themes and widths that a page is looked at in.</summary>
internal static class Looks
{
    /// <summary>Each theme and each width once; every pair of them in the soak.</summary>
    public static IEnumerable<(ColorScheme Theme, int Width)> All => Environment.GetEnvironmentVariable("REELWAY_SOAK") == "1"
        ? [(ColorScheme.Light, 1280), (ColorScheme.Dark, 360), (ColorScheme.Light, 360), (ColorScheme.Dark, 1280)]
        : [(ColorScheme.Light, 1280), (ColorScheme.Dark, 360)];

    /// <summary>The same, for a page that is tested alone.</summary>
    public static TheoryData<ColorScheme, int> Rows() => [.. All];
}
