namespace Reelway.Media;

/// <summary>A clip that is shown before or after a talk, as the finished clip has it: whole frames of the talk's own rate.</summary>
/// <param name="Setting">Where it is named, for sentences: <c>media.intro</c> or <c>media.outro</c>.</param>
/// <param name="File">The file.</param>
/// <param name="Frames">Number of its frames in the clip.</param>
/// <param name="Rate">Frames per second of the talk.</param>
/// <param name="TimeBase">Seconds per tick of the talk.</param>
internal sealed record Bumper(string Setting, MediaInfo File, int Frames, Rational Rate, Rational TimeBase)
{
    /// <summary>Slides may have one frame in ten seconds on average; where the talk's own steps are known, a bumper moves by those.</summary>
    private const decimal HighestRate = 60;

    /// <summary>A shorter one would be a flash; the encoder needs more than it reorders.</summary>
    private const int FewestFrames = 4;

    /// <summary>How much louder its sound is made; null: it is left alone.</summary>
    public Gain? Gain { get; init; }

    /// <summary>Its length in ticks.</summary>
    public long Ticks => At(Frames);

    /// <summary>Its length.</summary>
    public decimal Seconds => TimeBase.ToSeconds(Ticks);

    /// <summary>When its frames are shown, in ticks from its beginning.</summary>
    public IEnumerable<long> Times => Enumerable.Range(0, Frames).Select(At);

    /// <summary>Its first sound track; null when it has none.</summary>
    public AudioTrack? Sound => File.Audio.Count > 0 ? File.Audio[0] : null;

    /// <summary>When the frame of this number is shown, in ticks from its beginning.</summary>
    public long At(int frame) => (long)Math.Round(TimeBase.ToTicks((decimal)frame * Rate.Denominator / Rate.Numerator));

    /// <exception cref="MediaException">It is shorter than a few frames.</exception>
    public static Bumper Of(string setting, MediaInfo file, VideoTrack talk)
    {
        var rate = talk.NominalRate is { IsKnown: true } nominal && nominal.Value <= HighestRate && nominal.Value >= talk.FrameRate.Value ? nominal
            : talk.FrameRate.IsKnown ? talk.FrameRate : new Rational(25, 1);
        var seconds = (decimal)(file.Video[0].Duration ?? file.Duration).Ticks / TimeSpan.TicksPerSecond;
        var frames = (int)Math.Round(Math.Min(seconds * rate.Value, int.MaxValue / 2));
        return frames >= FewestFrames
            ? new Bumper(setting, file, frames, rate, talk.TimeBase)
            : throw new MediaException(MediaFaultKind.BadSetting, $"{setting}: {file.Name} is shorter than {FewestFrames} frames; name a longer clip.");
    }

    /// <summary>How much earlier the packets of this have to be decoded, so that the last of them comes before the talk's first one: 0 at an even rate.</summary>
    /// <param name="talk">From the talk's first frame to that which lies the reorder delay behind it: so much earlier its first packet is decoded.</param>
    public long EarlierTicks(long talk, int reorder) => Math.Max(0, At(Frames - 1 - reorder) - (Ticks - talk) + 1);

    /// <summary>How many frames decoding may run ahead, so that the first packet of this comes after the talk's last one: as many as the talk's at an even rate.</summary>
    /// <param name="talk">From the talk's frame that lies the reorder delay before its last one to its end: so much earlier its last packet is decoded.</param>
    public int ReorderAfter(long talk, int reorder) => At(reorder) < talk ? reorder : 0;
}
