using System.Globalization;

namespace Reelway.Media;

/// <summary>Listens to the sounds of a recording here and there, to find those that are silent.</summary>
internal sealed class SilenceCheck(ProcessRunner runner, MediaOptions options)
{
    /// <summary>Places, spread evenly over the range: what it costs does not grow with the length.</summary>
    private const int Places = 12;
    private const decimal SecondsAtEach = 1;

    /// <summary>Nothing louder than that is an input without a microphone: its noise peaks at -70 dBFS and below.</summary>
    private const double SilentBelow = -60;

    /// <summary>The numbers of the sounds that are silent in the range.</summary>
    public async Task<IReadOnlySet<int>> ListenAsync(MediaInfo info, CutRange range, CancellationToken cancellation)
    {
        var places = PlacesIn((decimal)range.Start.TotalSeconds, (decimal)range.End.TotalSeconds);
        string[] arguments =
        [
            // The filter tells its result as information.
            "-v", "info", "-hide_banner", "-nostats", "-nostdin",
            .. places.SelectMany(place => (string[])["-ss", Text(place.From), "-t", Text(place.Length), .. SafeInput.Guards, "-i", SafeInput.FileArgument(info.Path)]),
            .. info.Audio.SelectMany(track => (string[])["-filter_complex", Chain(track, places.Count), "-map", $"[m{track.Number}]", "-f", "null", "-"]),
        ];
        var result = await runner.SucceedAsync(options.Look(arguments) with { Recorded = false }, info.Path, output: null, cancellation);
        return info.Audio.Where(track => Peak(result.ErrorTail, track) is not { } peak || peak <= SilentBelow).Select(track => track.Number).ToHashSet();
    }

    private static IReadOnlyList<(decimal From, decimal Length)> PlacesIn(decimal start, decimal end)
    {
        var step = (end - start) / Places;
        return step <= SecondsAtEach ? [(start, end - start)] : [.. Enumerable.Range(0, Places).Select(place => (start + (step * place), SecondsAtEach))];
    }

    private static string Chain(AudioTrack track, int places)
        => $"{string.Concat(Enumerable.Range(0, places).Select(place => $"[{place}:{track.Index}]"))}concat=n={places}:v=0:a=1,{Filter(track)}[m{track.Number}]";

    private static string Filter(AudioTrack track) => $"volumedetect@sound{track.Number}";

    /// <summary>The highest peak, in dBFS; null where there were no samples.</summary>
    private static double? Peak(string words, AudioTrack track)
    {
        const string mark = "max_volume:";
        var line = words.Split('\n').LastOrDefault(
            line => line.StartsWith($"[{Filter(track)} @ ", StringComparison.Ordinal) && line.Contains(mark, StringComparison.Ordinal));
        return line?[(line.IndexOf(mark, StringComparison.Ordinal) + mark.Length)..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var number, ..]
            && double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var peak)
            ? peak
            : null;
    }

    private static string Text(decimal number) => number.ToString("0.######", CultureInfo.InvariantCulture);
}
