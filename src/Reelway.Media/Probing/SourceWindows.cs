namespace Reelway.Media;

/// <summary>What was seen of a recording around the two ends of the range to keep; nothing of what lies between.</summary>
internal sealed record SourceWindows
{
    /// <summary>Packets of the picture from a keyframe before the start on, in the order they are decoded.</summary>
    public required IReadOnlyList<PacketTime> Start { get; init; }

    /// <summary>Packets of the picture around the end, in the order they are decoded. The same list as <see cref="Start"/> when the two windows touch.</summary>
    public required IReadOnlyList<PacketTime> End { get; init; }

    /// <summary>Packets of each sound track in both windows, by the track's number.</summary>
    public required IReadOnlyDictionary<int, IReadOnlyList<PacketTime>> Sound { get; init; }

    /// <summary>Parameter sets of the picture; null when they are not of the usual kind.</summary>
    public required AvcConfiguration? ParameterSets { get; init; }

    /// <summary>Presentation times of the IDR pictures in the start window; a decoder can begin at these whatever came before.</summary>
    public required IReadOnlySet<long> IdrPictures { get; init; }

    /// <summary>True when a packet brings parameter sets that are not the recording's own.</summary>
    public bool PictureChanges { get; init; }

    /// <summary>How long before it is shown the recording's very first frame is decoded, in ticks; null where the index does not tell.</summary>
    public long? FirstLead { get; init; }

    /// <summary>True when the windows touch: then there is nothing between them to look at.</summary>
    public bool IsWhole => ReferenceEquals(Start, End);

    /// <summary>When the frames seen are shown, in that order.</summary>
    public IReadOnlyList<FrameTime> Frames => Shown(IsWhole ? Start : Start.Concat(End));

    /// <summary>True when frames stand for seconds, or there is only one. Between the windows nothing is known.</summary>
    public bool FramesStand(Rational timeBase)
        => Frames.Count == 1 || new[] { Start, End }.Any(window => window.Count > 1 && ShownFrames.Stand(timeBase, Shown(window)));

    private static IReadOnlyList<FrameTime> Shown(IEnumerable<PacketTime> packets)
        => [.. packets.DistinctBy(packet => packet.Pts).OrderBy(packet => packet.Pts).Select(packet => new FrameTime(packet.Pts, packet.Duration))];
}
