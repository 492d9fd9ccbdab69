using System.Globalization;

namespace Reelway.Media;

/// <summary>
/// Compares the packets of a smart render with those of its recording, both in the order they are decoded, one at a time: the clip's index is read by
/// ourselves, so that what ffmpeg wrote is not judged by what ffmpeg reads.
/// </summary>
internal sealed class FrameProof
{
    private const decimal ToleranceSeconds = 0.001m;

    private readonly CutPlan _plan;
    private readonly ClipIndex _clip;
    private readonly SampleTable _picture;
    private readonly long _tolerance;
    private readonly long _middle;
    private readonly long _behind;
    private readonly long _shift;
    private readonly long _planned;
    private readonly decimal _start;
    private readonly List<long> _wanted = [];
    private readonly List<long> _found = [];
    private readonly DamageNotes _damage;
    private readonly HashSet<int> _sets;

    private FrameProof(CutPlan plan, SmartPlan smart, ClipIndex clip, SampleTable picture, DamageNotes damage)
    {
        (_plan, _clip, _picture, _damage) = (plan, clip, picture, damage);
        _sets = [.. clip.ParameterSets.PictureIds];
        _tolerance = (long)plan.Video.TimeBase.ToTicks(ToleranceSeconds);
        _start = (decimal)plan.Source.StartTime.Ticks / TimeSpan.TicksPerSecond;
        _shift = plan.IntroTicks - plan.FirstPts;
        (_middle, _behind) = (smart.MiddlePts, smart.TailPts);
        _planned = smart.HeadFrames + smart.TailFrames + plan.BumperFrames;
    }

    /// <summary>Every frame of the range is there once, at its own time; decoding times rise; and the copied part is the recording's, bit for bit.</summary>
    /// <param name="damage">Takes what is seen of damage in the copied packets, which is the recording's own.</param>
    /// <returns>The checks, and the number of frames.</returns>
    public static (ProofCheck Frames, ProofCheck Middle, long Count) Check(
        CutPlan plan, SmartPlan smart, IRecordedPackets source, ClipIndex clip, DamageNotes damage, CancellationToken cancellation)
        => clip.Picture is { Shift: not null } picture && picture.Timescale == plan.Video.TimeBase.Denominator
            ? new FrameProof(plan, smart, clip, picture, damage).Check(source, cancellation)
            : (Failed("frames", "the index of the clip is not laid out as expected"), Failed("middle", "not compared"), 0);

    private (ProofCheck Frames, ProofCheck Middle, long Count) Check(IRecordedPackets source, CancellationToken cancellation)
    {
        using var recorded = Copied(source).GetEnumerator();
        var bytes = new SampleBytes(_clip.File, SampleBytes.Picture);
        var (times, middle, copied, encoded, last) = ((string?)null, (string?)null, 0L, 0L, long.MinValue);
        foreach (var listed in _picture.Samples(_clip.File))
        {
            cancellation.ThrowIfCancellationRequested();
            var sample = listed with { Dts = listed.Dts + _picture.Shift!.Value, Pts = listed.Pts + _picture.Shift.Value };
            times ??= sample.Pts < sample.Dts || sample.Dts <= last
                ? $"the decoding time of a packet is {Seconds(sample.Dts)} s, which is not between the one before and its presentation"
                : null;
            last = sample.Dts;
            if (sample.Pts < _middle + _shift - _tolerance || sample.Pts >= _behind + _shift - _tolerance)
            {
                encoded++;
                Keep(_found, sample.Pts);
                continue;
            }

            if (!recorded.MoveNext())
            {
                middle ??= "there are more copied packets than in the recording";
                continue;
            }

            copied++;
            var wantedPts = recorded.Current.Pts + _shift;
            times ??= Math.Abs(sample.Pts - wantedPts) > _tolerance ? $"a frame is shown at {Seconds(sample.Pts)} s instead of {Seconds(wantedPts)} s" : null;
            var packet = bytes.Get(sample.Place, sample.Size);
            _damage.Note(_plan.Video.TimeBase.ToSeconds(recorded.Current.Pts) - _start, PictureDamage.Of(packet, _sets));
            middle ??= source.IsPicture(recorded.Current, packet, _clip.ParameterSets)
                ? null
                : $"packet {copied - 1} of the copied part, at {Seconds(recorded.Current.Pts)} s of the recording, is not the recording's";
        }

        while (recorded.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            middle ??= "packets of the copied part are missing";
        }

        times ??= encoded + copied != _picture.Count ? $"the index has {encoded + copied} of its {_picture.Count} packets" : Ends();
        return (
            times is null ? new ProofCheck("frames", true, $"{_picture.Count} frames, each within 1 ms of its time in the recording") : Failed("frames", times),
            middle is null ? new ProofCheck("middle", true, $"{copied} packets are the recording's, bit for bit") : Failed("middle", middle),
            _picture.Count);
    }

    /// <summary>The recording's packets of the copied part; the times of the other frames of the range are kept.</summary>
    private IEnumerable<RecordedPacket> Copied(IRecordedPackets source)
    {
        foreach (var packet in source.Picture())
        {
            if (packet.Pts >= _middle && packet.Pts < _behind)
            {
                yield return packet;
            }
            else if (packet.Pts >= _plan.FirstPts && packet.Pts < _plan.EndPts)
            {
                Keep(_wanted, packet.Pts + _shift);
            }
        }
    }

    /// <summary>Keeps a time; one more than are planned is enough to tell that there are too many.</summary>
    private void Keep(List<long> times, long pts)
    {
        if (times.Count <= _planned)
        {
            times.Add(pts);
        }
    }

    /// <summary>What is wrong with the times of the encoded frames, in words; null: nothing.</summary>
    private string? Ends()
    {
        var outroAt = _plan.IntroTicks + _plan.EndPts - _plan.FirstPts;
        List<long> wanted = [.. _wanted, .. _plan.Repeated.Times.Select(time => _plan.IntroTicks + time), .. _plan.Intro?.Times ?? [], .. (_plan.Outro?.Times ?? []).Select(pts => outroAt + pts)];
        if (_found.Count != _planned || wanted.Count != _planned)
        {
            return $"{_found.Count} encoded frames instead of {_planned}, for {wanted.Count} in the recording";
        }

        wanted.Sort();
        _found.Sort();
        foreach (var (shown, due) in _found.Zip(wanted))
        {
            if (Math.Abs(shown - due) > _tolerance)
            {
                return $"a frame is shown at {Seconds(shown)} s instead of {Seconds(due)} s";
            }
        }

        return null;
    }

    private static ProofCheck Failed(string name, string detail) => new(name, false, detail);

    private string Seconds(long ticks) => _plan.Video.TimeBase.ToSeconds(ticks).ToString("0.000", CultureInfo.InvariantCulture);
}
