namespace Reelway.Media;

/// <summary>Where the part that is copied bit for bit begins and ends. All times in ticks of the picture's time base.</summary>
internal sealed record SmartPlan
{
    /// <summary>Frames before the copied part, which are encoded.</summary>
    public required int HeadFrames { get; init; }

    /// <summary>Timestamp of the first copied frame: an IDR picture, which needs nothing of what came before.</summary>
    public required long MiddlePts { get; init; }

    /// <summary>Timestamp of the first frame after the copied part. No frame before it in decoding order is shown after it, and none after it before.</summary>
    public required long TailPts { get; init; }

    /// <summary>The first copied packet and the first one behind the copied part: what the file's own index is to be read by.</summary>
    public required (PacketTime First, PacketTime Behind) Marks { get; init; }

    /// <summary>Frames after the copied part, which are encoded.</summary>
    public required int TailFrames { get; init; }

    /// <summary>Decoding time between the last copied packet and the first one that is not copied, in seconds of the file's clock.</summary>
    public required decimal MiddleEndSeconds { get; init; }

    /// <summary>How far behind <see cref="MiddlePts"/> to seek, so that rounding cannot land in the group of pictures before.</summary>
    public required decimal SeekAheadSeconds { get; init; }

    /// <summary>How far before the head's and the tail's first frame to seek, so that rounding cannot lose it nor gain another.</summary>
    public required decimal LeadSeconds { get; init; }

    /// <summary>The recording's parameter sets.</summary>
    public required AvcConfiguration ParameterSets { get; init; }

    /// <summary>Id of the encoded ends' parameter sets: none of the recording's, so that neither replaces the other.</summary>
    public required int ParameterSetId { get; init; }

    /// <summary>Ids for an intro and an outro, none of the others.</summary>
    public required (int Intro, int Outro) BumperIds { get; init; }

    /// <summary>From the first frame to that which lies the reorder delay behind it.</summary>
    public required long HeadReachTicks { get; init; }

    /// <summary>From the frame that lies the reorder delay before the last one to the end.</summary>
    public required long TailReachTicks { get; init; }
}
