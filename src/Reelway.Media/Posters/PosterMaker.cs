using System.Globalization;

namespace Reelway.Media;

/// <summary>Makes the still picture that stands for a recording or a clip before it is played.</summary>
public sealed class PosterMaker
{
    /// <summary>Widest poster; social pages and players show none wider.</summary>
    private const int Width = 1280;

    /// <summary>Width of the grey copies that are measured: enough to tell a sharp face from a moving one.</summary>
    private const int MeasuredWidth = 480;

    /// <summary>Key frames that are looked at: what a poster costs is bounded by them, not by the length of the recording.</summary>
    private const int Candidates = 12;

    /// <summary>Frames that are looked at where no key frame is: each is decoded from the key frame before.</summary>
    private const int DecodedCandidates = 4;

    private readonly PictureTools _with;

    internal PosterMaker(PictureTools tools) => _with = tools;

    /// <summary>Makes it. Either the whole JPEG is there afterwards, or nothing is.</summary>
    /// <exception cref="MediaException">The file or the times cannot be used, the disk is full, or a tool is missing or failed.</exception>
    public async Task<PosterResult> MakeAsync(PosterRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        var output = Path.GetFullPath(request.Output);
        if (Path.GetFullPath(request.Source) == output)
        {
            throw new MediaException(MediaFaultKind.Failed, $"{output} is the recording itself: name another output.");
        }

        var wish = new CutRequest { Source = request.Source, Output = output, Start = request.Start, End = request.End, Fade = request.Fade };
        CutRange.Check(wish);
        var info = PicturePick.Of(await _with.Probe.ProbeAsync(request.Source, cancellation), request.PictureTrack ?? _with.Options.PictureTrack);
        var range = CutRange.Of(wish, info, _with.Options.Fade);
        using var scratch = _with.Scratch.Open();
        var window = PosterWindow.Of(range);
        var looks = await LookAsync(info, window, scratch, keyFramesOnly: true, cancellation);
        if (looks.Count == 0)
        {
            looks = await LookAsync(info, window, scratch, keyFramesOnly: false, cancellation);
        }

        if (looks.Count == 0)
        {
            throw ToolFaults.Unusable(
                $"{info.Name} shows no picture that can be decoded between {CutRange.Clock(window.From)} and {CutRange.Clock(window.Until)}: play it to check, and copy it again from where it was recorded.");
        }

        var choice = PosterChoice.Of(looks);
        using var part = PartFile.Create(output, ".part.jpg");
        await DrawAsync(info, choice.Look, part.Path, cancellation);
        var size = JpegSize.Read(part.Content) ?? throw NotDrawn(info, choice.Look);
        var bytes = part.Content.Length;
        part.Keep();
        return new PosterResult(
            output, choice.Look.At, choice.Reason, choice.Remark, size.Width, size.Height, bytes, choice.Look.Measure.Brightness / byte.MaxValue,
            choice.Look.Measure.Sharpness, looks.Count);
    }

    private async Task<IReadOnlyList<FrameLook>> LookAsync(MediaInfo info, PosterWindow window, Scratch scratch, bool keyFramesOnly, CancellationToken cancellation)
    {
        var looks = new List<FrameLook>();
        var file = scratch.File("frame.grey");
        foreach (var (from, within) in window.Places(keyFramesOnly ? Candidates : DecodedCandidates))
        {
            var wish = new FrameWish
            {
                Info = info,
                From = from,
                Within = within,
                KeyFramesOnly = keyFramesOnly,
                Filters = string.Create(CultureInfo.InvariantCulture, $"scale={MeasuredWidth}:-1,format=gray"),
                Encoding = ["-f", "rawvideo"],
                Output = file,
            };
            if (await _with.Frames.TakeAsync(wish, cancellation) is { } at)
            {
                looks.Add(new FrameLook(at, keyFramesOnly, FrameMeasure.Of(await File.ReadAllBytesAsync(file, cancellation), MeasuredWidth)));
                File.Delete(file);
            }
        }

        return [.. looks.DistinctBy(look => look.At)];
    }

    private async Task DrawAsync(MediaInfo info, FrameLook look, string output, CancellationToken cancellation)
    {
        // Half a frame early makes rounding harmless; which frame it is has been decided before.
        var early = info.Video[0].FrameRate is { IsKnown: true } rate ? TimeSpan.FromSeconds((double)(0.5m / rate.Value)) : TimeSpan.FromMilliseconds(5);
        var wish = new FrameWish
        {
            Info = info,
            From = look.At - early,
            Within = TimeSpan.FromSeconds(5),
            KeyFramesOnly = look.IsKey,
            Filters = FrameGrab.Upright(info, Width) + ",format=yuvj420p",
            Encoding = ["-c:v", "mjpeg", "-q:v", "3", "-f", "image2", "-update", "1"],
            Output = output,
        };
        if (await _with.Frames.TakeAsync(wish, cancellation) is null)
        {
            throw NotDrawn(info, look);
        }
    }

    private MediaException NotDrawn(MediaInfo info, FrameLook look) => new(
        MediaFaultKind.Failed, $"{Path.GetFileName(_with.Options.Ffmpeg)} did not draw the frame at {CutRange.Clock(look.At)} of {info.Name}, which it had decoded before: try again.");
}

/// <summary>What pictures are made with.</summary>
internal sealed record PictureTools(MediaProbe Probe, FrameGrab Frames, ProcessRunner Runner, ScratchSpace Scratch, MediaOptions Options);
