using System.Diagnostics;
using Reelway.Contracts;

namespace Reelway.Tests.Talks;

/// <summary>A real recording with moving picture and sound, 6 s long, made once for the tests of a class.</summary>
public sealed class SampleRecording : IAsyncLifetime
{
    public const double Seconds = 6;

    private const string Name = "sample.mp4";

    private static readonly string[] Arguments =
    [
        "-v", "error", "-nostdin", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25", "-f", "lavfi", "-i", "sine=f=440:r=48000", "-t", $"{Seconds}",
        "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-c:a", "aac",
    ];

    public string Path { get; private set; } = "";

    public async ValueTask InitializeAsync()
        => Path = System.IO.Path.Combine(await KeptRecordings.FolderAsync("sample", string.Join(' ', Arguments), folder => MakeAsync(System.IO.Path.Combine(folder, Name))), Name);

    /// <summary>Makes such a recording.</summary>
    /// <param name="more">Options for the encoder of the picture.</param>
    public static async Task MakeAsync(string path, params string[] more)
    {
        var start = new ProcessStartInfo("ffmpeg") { RedirectStandardError = true, RedirectStandardInput = true };
        Array.ForEach([.. Arguments, .. more, path], start.ArgumentList.Add);
        using var ffmpeg = Process.Start(start)!;
        var said = await ffmpeg.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await ffmpeg.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(ffmpeg.ExitCode == 0, said);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
