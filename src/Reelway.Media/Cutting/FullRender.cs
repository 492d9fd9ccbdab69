using System.Globalization;

namespace Reelway.Media;

/// <summary>Makes the clip by decoding and encoding all of it: works for every source that ffmpeg can decode.</summary>
internal sealed class FullRender(ProcessRunner runner, EncoderSlots slots, MediaOptions options)
{
    /// <summary>Encodes the planned clip into <paramref name="part"/>.</summary>
    /// <param name="progress">Called with the share done, 0 to 1, rising.</param>
    public async Task RenderAsync(CutPlan plan, string part, Action<double> progress, CancellationToken cancellation)
    {
        var meter = new ProgressMeter(plan.ClipSeconds, progress);
        using var slot = await slots.TakeAsync(cancellation);
        await runner.SucceedAsync(options.Work(FullRenderArguments.Of(plan, part, options), meter.Take), plan.Source.Path, part, cancellation);
    }

    /// <summary>What the encode changes besides cutting and fading, in words.</summary>
    public static string Reason(CutPlan plan)
    {
        var video = plan.Video;
        List<string> parts = ["every frame is decoded and encoded again"];
        if (video.Codec != "h264")
        {
            parts.Add($"{video.Codec} becomes H.264");
        }

        if (video.IsInterlaced)
        {
            parts.Add("the interlaced picture is deinterlaced");
        }

        if (video.PixelFormat is not (null or "yuv420p"))
        {
            parts.Add($"{video.PixelFormat} becomes 8-bit 4:2:0");
        }

        if (video.Rotation != 0)
        {
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"the picture is turned by {video.Rotation} degrees for good"));
        }

        return plan.Reason + ": " + string.Join("; ", parts);
    }
}
