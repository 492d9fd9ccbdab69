using System.Diagnostics;
using Reelway.Contracts;

namespace Reelway.EndToEnd.Tests.Kills;

/// <summary>Six seconds of real picture and sound, made once for all tests.</summary>
public sealed class ShortRecording : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    internal string File => _folder["recording.mp4"];

    public async ValueTask InitializeAsync()
    {
        using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg",
        [
            "-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc2=size=160x90:rate=15:duration=6", "-f", "lavfi", "-i", "sine=frequency=440:duration=6",
            "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-shortest", File,
        ]))!;
        await ffmpeg.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, ffmpeg.ExitCode);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
