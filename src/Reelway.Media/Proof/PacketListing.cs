using System.Globalization;

namespace Reelway.Media;

/// <summary>Packets of a file's picture in the order they are decoded, with checksums.</summary>
/// <param name="All">Every packet as it is stored.</param>
/// <param name="Keys">The keyframes without the parameter sets in them, by presentation time.</param>
internal sealed record PacketListing(IReadOnlyList<FrameSum> All, IReadOnlyDictionary<long, FrameSum> Keys);

/// <summary>Lists packets without decoding them.</summary>
/// <remarks>
/// A join puts parameter sets before each keyframe, which the recording has only once. So keyframes are listed twice, with and without them; taking
/// all packets apart for that would take three times as long.
/// </remarks>
internal sealed class PacketLister(ProcessRunner runner, MediaOptions options)
{
    /// <summary>Lists.</summary>
    /// <param name="path">The file.</param>
    /// <param name="stream">Number of its picture track.</param>
    /// <param name="window">Seek, counted from the first presented moment, and length in seconds; null: the whole file.</param>
    /// <param name="keys">A file to write to on the way.</param>
    public async Task<PacketListing> ListAsync(string path, int stream, (decimal From, decimal Length)? window, string keys, CancellationToken cancellation)
    {
        var all = new List<FrameSum>();
        var result = await runner.RunAsync(
            new ProcessRequest
            {
                Tool = options.Ffmpeg,
                Arguments =
                [
                    "-v", "error", "-nostdin", "-y", "-copyts",
                    .. window is { } asked ? (string[])["-ss", Text(asked.From), "-t", Text(asked.Length)] : [],
                    .. SafeInput.Guards, "-i", SafeInput.FileArgument(path),
                    "-map", $"0:{stream}", "-c", "copy", "-copyinkf", "-f", "framecrc", "pipe:1",
                    "-map", $"0:{stream}", "-c", "copy", "-copyinkf", "-bsf:v", "noise=drop='not(key)',filter_units=pass_types=1-5", "-f", "framecrc", SafeInput.FileArgument(keys),
                ],
                OnLine = line =>
                {
                    if (FrameSum.Parse(line) is { } frame)
                    {
                        all.Add(frame);
                    }
                },
                TimeLimit = options.TimeLimit,
            },
            cancellation);
        if (result.ExitCode != 0)
        {
            throw ToolFaults.Of(options.Ffmpeg, result, path, keys);
        }

        var lines = await File.ReadAllLinesAsync(keys, cancellation);
        return new PacketListing(all, lines.Select(FrameSum.Parse).OfType<FrameSum>().DistinctBy(frame => frame.Pts).ToDictionary(frame => frame.Pts));
    }

    private static string Text(decimal number) => number.ToString("0.######", CultureInfo.InvariantCulture);
}
