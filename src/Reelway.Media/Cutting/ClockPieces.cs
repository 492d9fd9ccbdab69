using System.Globalization;

namespace Reelway.Media;

/// <summary>Where the clock of a recording begins again or jumps, and what has to be added behind each such place so that time goes on.</summary>
/// <remarks>For files whose times ffmpeg takes as they are (FLV); those of transport streams it joins by itself.</remarks>
internal sealed class ClockPieces
{
    /// <summary>A step back by less is a mistake of the muxer, and a step ahead by less may be a pause; ffmpeg draws the second line at the same place.</summary>
    private const decimal StepBackSeconds = 0.5m;
    private const decimal StepAheadSeconds = 10;

    /// <summary>What each stream has in each piece.</summary>
    private readonly List<Dictionary<int, Part>> _pieces = [[]];
    private readonly Dictionary<int, long> _counts = [];

    /// <summary>True when there is such a place.</summary>
    public bool Restarts => _pieces.Count > 1;

    /// <summary>Length of all pieces together.</summary>
    public decimal LengthSeconds => _pieces[0].Count == 0
        ? 0
        : Shifts().Zip(_pieces, (shift, piece) => shift + piece.Values.Max(part => part.End)).Max() - _pieces[0].Values.Min(part => part.First);

    /// <summary>Takes the next packet, in the order of the file.</summary>
    /// <param name="stream">Number of its stream.</param>
    /// <param name="seconds">When it is decoded, by the file.</param>
    public void Take(int stream, decimal seconds)
    {
        if (_pieces[^1].TryGetValue(stream, out var part) && (seconds < part.Last - StepBackSeconds || seconds > part.Last + StepAheadSeconds))
        {
            _pieces.Add([]);
        }

        var number = _counts.GetValueOrDefault(stream);
        _counts[stream] = number + 1;
        _pieces[^1][stream] = _pieces[^1].TryGetValue(stream, out part)
            ? part with { Last = seconds, Step = Math.Max(0, seconds - part.Last) }
            : new Part(number, seconds, seconds, 0);
    }

    /// <summary>The bitstream filter that corrects the times of a stream.</summary>
    /// <param name="ticks">Ticks per second of what is written.</param>
    public string Filter(int stream, long ticks)
    {
        var terms = "";
        var before = 0L;
        foreach (var (shift, piece) in Shifts().Zip(_pieces))
        {
            if (piece.TryGetValue(stream, out var part) && (long)Math.Round(shift * ticks) is var now && now != before)
            {
                terms += string.Create(CultureInfo.InvariantCulture, $"+gte(N\\,{part.From})*({now - before})");
                before = now;
            }
        }

        return $"setts=pts=PTS{terms}:dts=DTS{terms}";
    }

    /// <summary>
    /// What is added to the times of each piece: the same for all streams, so that picture and sound stay in step, and as little as lets none of
    /// them overlap with what it had before.
    /// </summary>
    private List<decimal> Shifts()
    {
        var (shifts, ends) = (new List<decimal>(), new Dictionary<int, decimal>());
        foreach (var piece in _pieces)
        {
            var shift = piece.Where(one => ends.ContainsKey(one.Key)).Select(one => ends[one.Key] - one.Value.First).DefaultIfEmpty(0).Max();
            foreach (var (stream, part) in piece)
            {
                ends[stream] = part.End + shift;
            }

            shifts.Add(shift);
        }

        return shifts;
    }

    /// <param name="From">Number of its first packet in the whole stream.</param>
    /// <param name="Step">From the last packet but one to the last one: how long that one probably lasts.</param>
    private sealed record Part(long From, decimal First, decimal Last, decimal Step)
    {
        public decimal End => Last + Step;
    }
}
