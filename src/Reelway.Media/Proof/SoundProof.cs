using System.Globalization;
using System.Runtime.InteropServices;

namespace Reelway.Media;

/// <summary>Compares spliced sound with the recording's: the copied packets bit for bit, and decoded around the joins.</summary>
/// <remarks>
/// Two packets past a join no sample differs, unless the recording's encoder replaced noise by the note "noise" (PNS): a decoder makes that
/// up by a counter that depends on all packets it has seen. ffmpeg's encoder does so above 4 kHz, so such sound is compared below.
/// </remarks>
internal sealed class SoundProof(ProcessRunner runner, MediaOptions options)
{
    /// <summary>Packets compared at each join.</summary>
    private const int Compared = 8;

    /// <summary>Packets at a join that carry the noise of two codings.</summary>
    private const int Mixed = 2;

    /// <summary>The difference there may be as loud as half the sound (codings lie 15 dB and more under it), or -60 dB of full scale.</summary>
    private const double MixedShare = 0.5;
    private const double MixedFloor = 0.001;

    /// <summary>Where noise is made up, the sound below it may differ by so much: -40 dB, or -80 dB of full scale.</summary>
    private const double CopiedShare = 0.01;
    private const double CopiedFloor = 0.0001;

    private const decimal LeadSeconds = 1;

    /// <summary>Every copied packet is the recording's, at its own time.</summary>
    /// <param name="damage">Takes what is seen of damage in them, which is the recording's own.</param>
    public static ProofCheck Packets(
        CutPlan plan, IReadOnlyList<AdtsTrack> tracks, IRecordedPackets source, ClipIndex clip, DamageNotes damage, CancellationToken cancellation)
    {
        var count = 0;
        var start = (decimal)plan.Source.StartTime.Ticks / TimeSpan.TicksPerSecond;
        var bytes = new SampleBytes(clip.File, SampleBytes.Sound);
        for (var number = 0; number < tracks.Count; number++)
        {
            var splice = tracks[number].Splice!;
            if (clip.Sound(number) is not { Shift: { } shift } table || table.Timescale != tracks[number].Track.SampleRate)
            {
                return new ProofCheck("sound packets", false, $"track {number}: the index of the clip is not laid out as expected");
            }

            using var recorded = source.Sound(number).Where(packet => packet.Pts >= splice.Join && packet.Pts < splice.Leave).GetEnumerator();
            foreach (var sample in table.Samples(clip.File).Where(sample => sample.Pts + shift + splice.Start >= splice.Join && sample.Pts + shift + splice.Start < splice.Leave))
            {
                cancellation.ThrowIfCancellationRequested();
                var packet = bytes.Get(sample.Place, sample.Size);
                if (!recorded.MoveNext() || recorded.Current.Pts != sample.Pts + shift + splice.Start || !source.IsSound(recorded.Current, packet))
                {
                    return Different(number);
                }

                damage.Note(((decimal)recorded.Current.Pts / table.Timescale) - start, SoundDamage.Of(packet, tracks[number].Track.Channels));
                count++;
            }

            if (recorded.MoveNext())
            {
                return Different(number);
            }
        }

        return new ProofCheck("sound packets", true, $"{count} packets are the recording's, bit for bit and at their own time");
    }

    private static ProofCheck Different(int track)
        => new("sound packets", false, $"track {track}: the copied packets are not the recording's, or not at their time");

    /// <summary>Compares all tracks.</summary>
    public async Task<ProofCheck> CheckAsync(CutPlan plan, IReadOnlyList<AdtsTrack> tracks, MediaInfo clip, Scratch scratch, CancellationToken cancellation)
    {
        for (var number = 0; number < tracks.Count; number++)
        {
            if (tracks[number] is { Splice: { } splice } track && await ProblemAsync(plan, track, splice, clip, clip.Audio[number].Index, scratch, cancellation) is { } problem)
            {
                return new ProofCheck("sound", false, $"track {number}: {problem}");
            }
        }

        return new ProofCheck("sound", true, "past the joins the decoded sound is the recording's, and neither join can be heard");
    }

    private async Task<string?> ProblemAsync(
        CutPlan plan, AdtsTrack track, SplicedPart splice, MediaInfo clip, int stream, Scratch scratch, CancellationToken cancellation)
    {
        const int samples = Compared * SplicePlan.Packet;
        var leaveFrom = splice.Leave - samples;
        List<Piece> pieces =
        [
            new(plan.Source, track.Track.Index, splice.Join, scratch.File("source.join")),
            new(clip, stream, splice.Join - splice.Start, scratch.File("clip.join")),
            new(plan.Source, track.Track.Index, leaveFrom, scratch.File("source.leave")),
            new(clip, stream, leaveFrom - splice.Start, scratch.File("clip.leave")),
        ];
        await runner.SucceedAsync(options.Look(Arguments(pieces, track.Track, samples)), clip.Path, pieces[0].Output, cancellation);
        var sound = pieces.ConvertAll(piece => MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(piece.Output)).ToArray());
        var channels = track.Track.Channels;
        if (sound.Exists(one => one.Length != samples * channels))
        {
            return "it has no samples around a join";
        }

        var mixed = Mixed * SplicePlan.Packet * channels;
        return !Same(sound[0][mixed..], sound[1][mixed..], track.Track, CopiedShare, CopiedFloor) ? "past the first join it is not the recording's"
            : !Same(sound[2], sound[3], track.Track, CopiedShare, CopiedFloor) ? "before the second join it is not the recording's"
            : !Same(sound[0][..mixed], sound[1][..mixed], track.Track, MixedShare, MixedFloor) ? "the first join can be heard"
            : null;
    }

    private static bool Same(float[] one, float[] other, AudioTrack track, double share, double floor)
    {
        if (one.AsSpan().SequenceEqual(other))
        {
            return true;
        }

        var low = LowPass.Apply(one, track.Channels, track.SampleRate);
        var difference = low.Zip(LowPass.Apply(other, track.Channels, track.SampleRate), (left, right) => left - right);
        return Loudness(difference) <= Math.Max(floor, share * Loudness(low));
    }

    private static IReadOnlyList<string> Arguments(List<Piece> pieces, AudioTrack track, int samples) =>
    [
        "-v", "error", "-nostdin", "-y", "-copyts",
        .. pieces.SelectMany(piece => (string[])[
            .. Seek(piece, track), "-t", Text(((decimal)samples / track.SampleRate) + (2 * LeadSeconds)), .. SafeInput.Guards, "-i", SafeInput.FileArgument(piece.Source.Path)]),
        .. pieces.SelectMany((piece, number) => (string[])[
            "-filter_complex",
            string.Create(CultureInfo.InvariantCulture, $"[{number}:{piece.Stream}]atrim=start_pts={piece.From}:end_pts={piece.From + samples}[s{number}]"),
            "-map", $"[s{number}]", "-c:a", "pcm_f32le", "-f", "f32le", SafeInput.FileArgument(piece.Output)]),
    ];

    private static string[] Seek(Piece piece, AudioTrack track)
    {
        var from = ((decimal)piece.From / track.SampleRate) - ((decimal)piece.Source.StartTime.Ticks / TimeSpan.TicksPerSecond) - LeadSeconds;
        return from > 0 ? ["-ss", Text(from)] : [];
    }

    private static double Loudness(IEnumerable<double> samples) => Math.Sqrt(samples.Average(sample => sample * sample));

    private static string Text(decimal number) => number.ToString("0.######", CultureInfo.InvariantCulture);

    /// <param name="From">First sample, by the file's clock.</param>
    private sealed record Piece(MediaInfo Source, int Stream, long From, string Output);
}
