using Microsoft.Win32.SafeHandles;

namespace Reelway.Media;

/// <summary>A track of a recording whose index is read, on the clock that ffmpeg shows it by.</summary>
/// <param name="Table">The index.</param>
/// <param name="Shift">What is added to its times.</param>
/// <param name="Lead">How much later than shown a packet would be decoded at most, by the index alone; 0 where offsets are never negative.</param>
internal sealed record IndexedTrack(SampleTable Table, long Shift, long Lead)
{
    /// <summary>Its packets in the order they are decoded, none later than it is shown.</summary>
    public IEnumerable<IndexedSample> Samples(SafeFileHandle file)
        => Table.Samples(file).Select(sample => sample with { Pts = sample.Pts + Shift, Dts = sample.Dts + Shift - Lead });

    /// <summary>Finds the clock.</summary>
    /// <param name="marks">Packets that ffmpeg told time and place of.</param>
    /// <returns>Null when they are not among the packets, or not all by the same clock.</returns>
    public static IndexedTrack? Find(SampleTable table, SafeFileHandle file, (long Pts, long Place)[] marks, CancellationToken cancellation)
    {
        var shifts = new long?[marks.Length];
        var lead = 0L;
        foreach (var sample in table.Samples(file))
        {
            cancellation.ThrowIfCancellationRequested();
            lead = Math.Max(lead, sample.Dts - sample.Pts);
            for (var i = 0; i < marks.Length; i++)
            {
                if (sample.Place == marks[i].Place)
                {
                    shifts[i] = marks[i].Pts - sample.Pts;
                }
            }
        }

        return shifts[0] is { } shift && shifts.All(one => one == shift) ? new IndexedTrack(table, shift, lead) : null;
    }
}
