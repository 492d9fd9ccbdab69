using System.Diagnostics;
using Reelway.Contracts;

namespace Reelway.EndToEnd.Tests.Kills;

/// <summary>Six seconds of real picture and sound, made once for all tests.</summary>
public sealed class ShortRecording : IAsyncLifetime
{
    private static readonly string[] Recipe =
    [
        "-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc2=size=160x90:rate=15:duration=6", "-f", "lavfi", "-i", "sine=frequency=440:duration=6",
        "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-shortest",
    ];

    internal string File { get; private set; } = "";

    public async ValueTask InitializeAsync()
        => File = Path.Combine(await KeptRecordings.FolderAsync("short", string.Join(' ', Recipe), MakeAsync), "recording.mp4");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task MakeAsync(string folder)
    {
        using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", [.. Recipe, Path.Combine(folder, "recording.mp4")]))!;
        await ffmpeg.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, ffmpeg.ExitCode);
    }
}
