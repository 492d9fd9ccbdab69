using System.Globalization;

namespace Reelway.Media;

/// <summary>Makes the strip of small frames by which a person sees at a glance what a clip shows, and when.</summary>
public sealed class ScrubStripMaker
{
    /// <summary>Frames of a strip; of a short clip there is one for each second.</summary>
    private const int MostFrames = 12;

    private const int FrameWidth = 160;
    private const int BytesPerPixel = 3;

    /// <summary>No key frame is sought farther away; as in <see cref="PosterWindow"/>.</summary>
    private static readonly TimeSpan FarthestLook = TimeSpan.FromSeconds(30);

    private readonly PictureTools _with;

    internal ScrubStripMaker(PictureTools tools) => _with = tools;

    /// <summary>Makes it. Either the whole JPEG is there afterwards, or nothing is.</summary>
    /// <param name="clip">The clip.</param>
    /// <param name="output">The JPEG to make. Replaced when it is there; its folder must exist.</param>
    /// <exception cref="MediaException">The clip cannot be used, the disk is full, or a tool is missing or failed.</exception>
    public async Task<ScrubStrip> MakeAsync(string clip, string output, CancellationToken cancellation)
    {
        output = Path.GetFullPath(output);
        var info = PicturePick.Of(await _with.Probe.ProbeAsync(clip, cancellation), wished: null);
        using var scratch = _with.Scratch.Open();
        var count = (int)Math.Clamp(info.Duration.TotalSeconds, 1, MostFrames);
        var part = info.Duration / count;
        var taken = new List<(TimeSpan At, byte[] Picture)>();
        for (var number = 0; number < count; number++)
        {
            if (await TakeAsync(info, part * (number + 0.5), part / 2, scratch, cancellation) is { } frame)
            {
                taken.Add(frame);
            }
        }

        // Damaged places are left out: the times say which frames are there.
        if (taken.Count == 0)
        {
            throw ToolFaults.Unusable($"{info.Name} shows no picture that can be decoded: play it to check, and make it again from its recording.");
        }

        using var file = PartFile.Create(output, ".part.jpg");
        var height = taken[0].Picture.Length / (FrameWidth * BytesPerPixel);
        await JoinAsync(info, [.. taken.Select(frame => frame.Picture)], height, scratch, file.Path, cancellation);
        var bytes = file.Content.Length;
        file.Keep();
        return new ScrubStrip(output, FrameWidth, height, [.. taken.Select(frame => frame.At)], bytes);
    }

    /// <summary>The key frame from there on or, where none is near, the frame shown then.</summary>
    private async Task<(TimeSpan At, byte[] Picture)?> TakeAsync(MediaInfo info, TimeSpan from, TimeSpan within, Scratch scratch, CancellationToken cancellation)
    {
        var wish = new FrameWish
        {
            Info = info,
            From = from,
            Within = within < FarthestLook ? within : FarthestLook,
            KeyFramesOnly = true,

            // Also a clip that is narrower than a frame of the strip, so that all strips are alike.
            Filters = $"{FrameGrab.Upright(info, FrameWidth)},scale={FrameWidth}:-2,format=rgb24",
            Encoding = ["-f", "rawvideo"],
            Output = scratch.File("frame.rgb"),
        };
        if ((await _with.Frames.TakeAsync(wish, cancellation) ?? await _with.Frames.TakeAsync(wish with { KeyFramesOnly = false }, cancellation)) is not { } at)
        {
            return null;
        }

        var picture = await File.ReadAllBytesAsync(wish.Output, cancellation);
        File.Delete(wish.Output);
        return (at, picture);
    }

    private async Task JoinAsync(MediaInfo info, IReadOnlyList<byte[]> pictures, int height, Scratch scratch, string output, CancellationToken cancellation)
    {
        var all = scratch.File("frames.rgb");
        await File.WriteAllBytesAsync(all, [.. pictures.SelectMany(picture => picture)], cancellation);
        string[] arguments =
        [
            "-v", "error", "-nostdin", "-y", "-f", "rawvideo", "-pixel_format", "rgb24",
            "-video_size", string.Create(CultureInfo.InvariantCulture, $"{FrameWidth}x{height}"), "-i", SafeInput.FileArgument(all),
            "-frames:v", "1", "-vf", string.Create(CultureInfo.InvariantCulture, $"tile={pictures.Count}x1,format=yuvj420p"),
            "-c:v", "mjpeg", "-q:v", "4", "-f", "image2", "-update", "1", SafeInput.FileArgument(output),
        ];
        await _with.Runner.SucceedAsync(_with.Options.Look(arguments) with { Nice = _with.Options.Nice }, info.Path, output, cancellation);
    }
}
