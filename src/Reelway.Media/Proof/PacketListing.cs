using System.Globalization;

namespace Reelway.Media;

/// <summary>Packets of a file's picture in the order they are decoded, with checksums.</summary>
/// <param name="All">Every packet as it is stored.</param>
/// <param name="Keys">The keyframes without the parameter sets in them, by presentation time.</param>
/// <param name="Sound">Packets of the sound tracks asked for.</param>
internal sealed record PacketListing(IReadOnlyList<FrameSum> All, IReadOnlyDictionary<long, FrameSum> Keys, IReadOnlyList<IReadOnlyList<FrameSum>> Sound);

/// <summary>Lists packets without decoding them.</summary>
/// <remarks>
/// For recordings whose index we do not read ourselves. A join puts parameter sets before each keyframe, which the recording has only once. So keyframes are listed twice, with and without them; taking
/// all packets apart for that would take three times as long.
/// </remarks>
internal sealed class PacketLister(ProcessRunner runner, MediaOptions options)
{
    /// <summary>Lists.</summary>
    /// <param name="path">The file.</param>
    /// <param name="stream">Number of its picture track.</param>
    /// <param name="window">Seek, counted from the first presented moment, and length in seconds; null: the whole file.</param>
    /// <param name="sound">Numbers of the sound tracks to list as well.</param>
    /// <param name="notes">Beginning of the names of files to write to on the way.</param>
    public async Task<PacketListing> ListAsync(
        string path, int stream, IReadOnlyList<int> sound, (decimal From, decimal Length)? window, string notes, CancellationToken cancellation)
    {
        var keys = notes + ".keys";
        var all = new List<FrameSum>();
        string[] arguments =
        [
            "-v", "error", "-nostdin", "-y", "-copyts",
            .. window is { } asked ? (string[])["-ss", Text(asked.From), "-t", Text(asked.Length)] : [],
            .. SafeInput.Guards, "-i", SafeInput.FileArgument(path),
            "-map", $"0:{stream}", "-c", "copy", "-copyinkf", "-f", "framecrc", "pipe:1",
            "-map", $"0:{stream}", "-c", "copy", "-copyinkf", "-bsf:v", "noise=drop='not(key)',filter_units=pass_types=1-5", "-f", "framecrc", SafeInput.FileArgument(keys),
            .. sound.SelectMany(track => (string[])["-map", $"0:{track}", "-c", "copy", "-f", "framecrc", SafeInput.FileArgument($"{notes}.{track}")]),
        ];
        var look = options.Look(arguments, line => all.AddRange(FrameSum.Parse(line) is { } frame ? [frame] : []));
        await runner.SucceedAsync(look with { TimeLimit = options.TimeLimit }, path, keys, cancellation);
        var tracks = new List<IReadOnlyList<FrameSum>>();
        foreach (var track in sound)
        {
            tracks.Add(await ReadAsync($"{notes}.{track}", cancellation));
        }

        return new PacketListing(all, (await ReadAsync(keys, cancellation)).DistinctBy(frame => frame.Pts).ToDictionary(frame => frame.Pts), tracks);
    }

    private static async Task<IReadOnlyList<FrameSum>> ReadAsync(string list, CancellationToken cancellation)
        => [.. (await File.ReadAllLinesAsync(list, cancellation)).Select(FrameSum.Parse).OfType<FrameSum>()];

    private static string Text(decimal number) => number.ToString("0.######", CultureInfo.InvariantCulture);
}
