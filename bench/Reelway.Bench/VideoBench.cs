using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Reelway.Media;

namespace Reelway.Bench;

/// <summary>Cuts of a talk in every way, beside a bare stream copy of the same range.</summary>
internal static class VideoBench
{
    /// <summary>Smart renders are short, so that a neighbour's work shows: the one in the middle of so many counts.</summary>
    private const int Repeats = 3;

    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(20.37);

    /// <param name="minutes">Lengths of the recordings.</param>
    /// <param name="excerpt">Full renders are measured on so much of the range and scaled to all of it; null: on all of it.</param>
    public static async Task<int> RunAsync(IReadOnlyList<int> minutes, TimeSpan? excerpt, VideoReport report, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("reelway-bench-");
        try
        {
            using var runner = new ProcessRunner(new MediaOptions { Folder = folder.FullName }, TimeProvider.System);
            var recordings = new VideoRecordings(runner, folder.FullName);
            foreach (var length in minutes)
            {
                var source = await recordings.MakeAsync(length, cancellation);
                var range = new CutRequest
                {
                    Source = source,
                    Output = Path.Combine(folder.FullName, "out.mp4"),
                    Start = Margin,
                    End = TimeSpan.FromMinutes(length) - Margin,
                };
                await CopyAsync(runner, range, length, report, cancellation);
                await CutAsync("smart, spliced sound", range, length, "veryfast", null, report, cancellation);
                await CutAsync("smart, encoded sound", range with { Audio = MediaAudio.Encode }, length, "veryfast", null, report, cancellation);
                await CutAsync("full, veryfast", range with { Render = MediaRender.Full }, length, "veryfast", excerpt, report, cancellation);
                if (length == minutes[0])
                {
                    await CutAsync("full, medium", range with { Render = MediaRender.Full }, length, "medium", excerpt, report, cancellation);
                }

                File.Delete(source);
            }

            report.Compare();
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task CopyAsync(ProcessRunner runner, CutRequest range, int minutes, VideoReport report, CancellationToken cancellation)
    {
        using var memory = MemoryWatch.Start();
        var cpu = CpuTime.Seconds();
        var began = Stopwatch.GetTimestamp();
        await VideoRecordings.FfmpegAsync(
            runner, ["-ss", $"{range.Start}", "-to", $"{range.End}", "-i", range.Source, "-c", "copy", "-movflags", "+faststart", range.Output], cancellation);
        var elapsed = Stopwatch.GetElapsedTime(began);
        var (children, allocated) = await memory.StopAsync();
        report.Add(new VideoCase("stream copy", minutes, elapsed.TotalSeconds, 0, CpuTime.Seconds() - cpu, children, Environment.WorkingSet, allocated, Scaled: false));
    }

    private static async Task CutAsync(
        string name, CutRequest range, int minutes, string preset, TimeSpan? excerpt, VideoReport report, CancellationToken cancellation)
    {
        var whole = range.End!.Value - range.Start;
        var request = excerpt is { } part && part < whole ? range with { End = range.Start + part } : range;
        await using var services = new ServiceCollection()
            .AddSingleton(new MediaOptions { Folder = Path.GetDirectoryName(range.Output)!, Preset = preset, Nice = 0 })
            .AddMedia()
            .BuildServiceProvider();
        var cutter = services.GetRequiredService<VideoCutter>();
        var scale = whole / (request.End!.Value - request.Start);
        var measured = new List<VideoCase>();
        for (var time = 0; time < (request.Render == MediaRender.Full ? 1 : Repeats); time++)
        {
            using var memory = MemoryWatch.Start();
            var cpu = CpuTime.Seconds();
            var result = await cutter.CutAsync(request, progress: null, cancellation);
            if (result.Mode != name.Split(',')[0] || (name.EndsWith("spliced sound", StringComparison.Ordinal) && result.Audio != "splice"))
            {
                throw new InvalidOperationException($"\"{name}\" became {result.Mode}, sound {result.Audio}: {result.Reason}");
            }

            var (children, allocated) = await memory.StopAsync();
            measured.Add(new VideoCase(
                name, minutes, (result.Elapsed - result.Proof.Elapsed).TotalSeconds * scale, result.Proof.Elapsed.TotalSeconds * scale,
                (CpuTime.Seconds() - cpu) * scale, children, Environment.WorkingSet, allocated, scale > 1));
        }

        report.Add(measured.OrderBy(one => one.Whole).ElementAt(measured.Count / 2));
    }
}
