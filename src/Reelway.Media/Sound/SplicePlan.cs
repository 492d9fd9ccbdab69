namespace Reelway.Media;

/// <summary>Where the copied part of a sound track may begin and end. All times in samples of the recording's clock.</summary>
/// <remarks>
/// AAC codes 1024 samples at a time, each packet overlapping the one before. Packets that are encoded again must lie on the recording's own grid of
/// 1024: only then does what overlaps at a join cancel out as everywhere else.
/// </remarks>
internal sealed record SplicePlan
{
    /// <summary>Samples in a packet.</summary>
    public const int Packet = 1024;

    /// <summary>Packets among which the best place for a join is looked for.</summary>
    public const int Candidates = 30;

    /// <summary>How far a join stays from a fade.</summary>
    private const decimal ClearSeconds = 0.5m;

    /// <summary>Packets encoded before the first place where the copied part may end, so that the encoder is in its stride.</summary>
    private const int Lead = 8;

    /// <summary>First moment of the clip.</summary>
    public required long Start { get; init; }

    /// <summary>End of the clip.</summary>
    public required long End { get; init; }

    /// <summary>The last moment of the grid that is not behind the start.</summary>
    public required long Grid { get; init; }

    /// <summary>First packet with which the copied part may begin; the others follow.</summary>
    public required long FirstJoin { get; init; }

    /// <summary>Where the bytes of that packet begin in the file.</summary>
    public required long JoinPlace { get; init; }

    /// <summary>Last packet at which the copied part may end; the others come before.</summary>
    public required long LastLeave { get; init; }

    /// <summary>Length of the fade.</summary>
    public required long Fade { get; init; }

    public long LastJoin => FirstJoin + ((Candidates - 1) * Packet);

    public long FirstLeave => LastLeave - ((Candidates - 1) * Packet);

    /// <summary>First sample of the encoded end.</summary>
    public long TailGrid => FirstLeave - (Lead * Packet);

    /// <summary>Samples before the clip's first moment that the encoded beginning has: its encoder's first packet, and the way from the grid to the start.</summary>
    public int LeadSamples => (int)(Packet + Start - Grid);

    /// <summary>Decides whether a track can be spliced.</summary>
    /// <returns>Either a plan, or why there is none.</returns>
    public static (SplicePlan? Plan, string Reason) Of(CutPlan plan, AudioTrack track, IReadOnlyList<PacketTime> packets)
    {
        if (track is not { Codec: "aac", Profile: "LC", Channels: 1 or 2 })
        {
            return (null, $"it is {string.Join(" ", new[] { track.Codec, track.Profile }.OfType<string>())} of {track.Channels} {(track.Channels == 1 ? "channel" : "channels")}");
        }

        if (track.TimeBase != new Rational(1, track.SampleRate))
        {
            return (null, "its times are not counted in samples");
        }

        var start = (long)Math.Round(plan.FirstSeconds * track.SampleRate);
        var end = (long)Math.Round((plan.FirstSeconds + plan.DurationSeconds) * track.SampleRate);
        var fade = (long)Math.Round(plan.FadeSeconds * track.SampleRate);
        var clear = fade + (long)(ClearSeconds * track.SampleRate);
        var first = packets.Where(packet => packet.Pts >= start + clear).Select(packet => (PacketTime?)packet).FirstOrDefault();
        var join = first?.Pts ?? long.MaxValue;
        var leave = packets.Where(packet => packet.Pts <= end - clear).Select(packet => packet.Pts).DefaultIfEmpty(long.MinValue).Last();
        if (join == long.MaxValue || leave == long.MinValue || leave - join < 3 * Candidates * Packet)
        {
            return (null, "the clip is too short for it");
        }

        var splice = new SplicePlan
        {
            Start = start,
            End = end,
            Grid = start - Modulo(start - join),
            FirstJoin = join,
            JoinPlace = first!.Value.Place,
            LastLeave = leave,
            Fade = fade,
        };
        return HasAll(packets, splice.Grid, splice.LastJoin + (4 * Packet)) && HasAll(packets, splice.TailGrid - Packet, splice.LastLeave + (2 * Packet))
            ? (splice, "what lies between the fades is copied bit for bit")
            : (null, "it begins late, ends early, or its packets do not follow one another without a gap");
    }

    private static long Modulo(long samples) => ((samples % Packet) + Packet) % Packet;

    /// <summary>Every packet of [from, until) is there, on the grid.</summary>
    private static bool HasAll(IReadOnlyList<PacketTime> packets, long from, long until)
    {
        var found = packets.Select(packet => packet.Pts).Where(pts => pts >= from && pts < until).ToList();
        return found.Count == (until - from) / Packet && found.Select((pts, number) => pts == from + (number * Packet)).All(fits => fits);
    }
}
