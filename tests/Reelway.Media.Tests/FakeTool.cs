using System.Diagnostics;

namespace Reelway.Media.Tests;

/// <summary>The executable that plays an outside tool.</summary>
internal static class FakeTool
{
    public static string Path { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "Reelway.FakeTool");

    public static ProcessRequest Request(params string[] arguments) => new() { Tool = Path, Arguments = arguments };

    /// <summary>Starts it without the product's runner. Whoever starts it ends it.</summary>
    public static Process Start(params string[] arguments)
        => Process.Start(new ProcessStartInfo(Path, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
}
