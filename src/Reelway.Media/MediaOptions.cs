using System.ComponentModel.DataAnnotations;

namespace Reelway.Media;

/// <summary>Settings of media work, <c>media.*</c>.</summary>
public sealed record MediaOptions : IValidatableObject
{
    /// <summary>The ffmpeg to run: a name looked up in PATH, or a path. Default <c>ffmpeg</c>.</summary>
    public string Ffmpeg { get; init; } = "ffmpeg";

    /// <summary>The ffprobe to run: a name looked up in PATH, or a path. Default <c>ffprobe</c>.</summary>
    public string Ffprobe { get; init; } = "ffprobe";

    /// <summary>
    /// Folder for scratch files and for the notes about running children. On a disk of this machine, shared by all
    /// Reelway processes on it. Default <c>data/media</c>.
    /// </summary>
    public string Folder { get; init; } = Path.Combine("data", "media");

    /// <summary>Encoding processes at once, counted over all processes that share <see cref="Folder"/>. Default half the cores, at least 1.</summary>
    [Range(1, 1000)]
    public int Encoders { get; init; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>Where finished videos are kept: <c>file:DIR</c>, a relative one below the data directory, or <c>s3://bucket/prefix</c>. The product keeps it, not this library. Default <c>file:library</c>.</summary>
    public string Library { get; init; } = "file:library";

    /// <summary>Connection that recordings in buckets are fetched by, and that a library in a bucket is kept by. Default <c>aws</c>.</summary>
    public string BucketConnection { get; init; } = "aws";

    /// <summary>Media steps at once; the engine keeps this limit, not this library. Default 8.</summary>
    [Range(1, 1000)]
    public int Workers { get; init; } = 8;

    /// <summary>Length of the fade at each end of a cut. Zero is a hard cut. Default 3 s.</summary>
    public TimeSpan Fade { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How the picture is made: <c>auto</c> copies what lies between the fades wherever that is safe, <c>full</c> encodes every frame. Default auto.</summary>
    public MediaRender Render { get; init; } = MediaRender.Auto;

    /// <summary>
    /// How the sound is made: <c>auto</c> copies what lies between the fades wherever that is safe, <c>splice</c> refuses a cut where it is not, <c>encode</c>
    /// encodes all of it. Default auto.
    /// </summary>
    public MediaAudio Audio { get; init; } = MediaAudio.Auto;

    /// <summary>Number of the picture that is taken of recordings with several, from 1 in the file's order. Default: the one that is marked as default, else the first.</summary>
    [Range(1, 1000)]
    public int? PictureTrack { get; init; }

    /// <summary>
    /// Number of the sound that comes first in clips of recordings with several, from 1 in the file's order. Default: the one that is marked as default, else
    /// the first that is not silent.
    /// </summary>
    [Range(1, 1000)]
    public int? SoundTrack { get; init; }

    /// <summary>What is done about loudness (EBU R128): <c>off</c>, <c>measure</c> the clip, or <c>normalise</c> it to <see cref="LoudnessTarget"/>. Default off.</summary>
    public MediaLoudness Loudness { get; init; } = MediaLoudness.Off;

    /// <summary>Integrated loudness that normalised clips get, in LUFS; nearer than 1 LU to it, sound is left alone. Default -16, usual for talks on the web.</summary>
    [Range(-40.0, -5.0)]
    public double LoudnessTarget { get; init; } = -16;

    /// <summary>True peak that normalised sound is held below, in dBTP, before it is encoded; AAC may add some tenths. Default -1.5.</summary>
    [Range(-20.0, 0.0)]
    public double TruePeakLimit { get; init; } = -1.5;

    /// <summary>Language of captions that come with a recording, ISO 639-2. Default <c>eng</c>; <c>und</c> when it is not known.</summary>
    [RegularExpression("[a-z]{3}", ErrorMessage = "must be three small letters, an ISO 639-2 language such as eng or ces.")]
    public string CaptionsLanguage { get; init; } = "eng";

    /// <summary>A clip that is shown before each cut, fitted to its size and rate. Default none.</summary>
    public string Intro { get; init; } = "";

    /// <summary>A clip that is shown after each cut, fitted to its size and rate. Default none.</summary>
    public string Outro { get; init; } = "";

    /// <summary>Niceness of encoders, 0 (as the server) to 19 (only when nothing else runs). Default 10.</summary>
    [Range(0, 19)]
    public int Nice { get; init; } = 10;

    /// <summary>x264's preset: speed against size. Default <c>veryfast</c>.</summary>
    public string Preset { get; init; } = "veryfast";

    /// <summary>x264's constant rate factor, 0 (lossless) to 51. Default 20.</summary>
    [Range(0, 51)]
    public int Crf { get; init; } = 20;

    /// <summary>Longest time that one encoder may take. Default 6 h.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromHours(6);

    /// <summary>Longest time that one look into a file may take. Default 2 min.</summary>
    public TimeSpan ProbeTimeLimit { get; init; } = TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        string[] schemes = ["file:", "s3://"];
        if (!schemes.Any(scheme => Library.StartsWith(scheme, StringComparison.Ordinal) && Library.Length > scheme.Length))
        {
            yield return new ValidationResult($"\"{Library}\" is not a library that this version knows; write file:DIR or s3://bucket/prefix.", [nameof(Library)]);
        }

        foreach (var (name, limit) in new[] { (nameof(TimeLimit), TimeLimit), (nameof(ProbeTimeLimit), ProbeTimeLimit) })
        {
            if (limit <= TimeSpan.Zero)
            {
                yield return new ValidationResult("must be longer than 0s.", [name]);
            }
        }
    }
}
