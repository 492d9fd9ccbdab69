using System.ComponentModel.DataAnnotations;
using Reelway.Configuration;

namespace Reelway.Media;

/// <summary>Settings of media work, <c>media.*</c>.</summary>
public sealed record MediaOptions : IValidatableObject
{
    [Setting("The ffmpeg to run: a name looked up in PATH, or a path.")]
    public string Ffmpeg { get; init; } = "ffmpeg";

    [Setting("The ffprobe to run: a name looked up in PATH, or a path.")]
    public string Ffprobe { get; init; } = "ffprobe";

    [Setting("Folder for scratch files and for the notes about running children. On a disk of this machine, shared by all Reelway processes on it.")]
    [LocalPath(InDataDirectory = "media")]
    public string Folder { get; init; } = Path.Combine("data", "media");

    [Setting("Encoding processes at once, counted over all processes that share folder.")]
    [Range(1, 1000)]
    public int Encoders { get; init; } = Math.Max(1, Environment.ProcessorCount / 2);

    [Setting("Where finished videos are kept: file:DIR, a relative one below the data directory, or s3://bucket/prefix.")]
    public string Library { get; init; } = "file:library";

    [Setting("Connection that recordings in buckets are fetched by, and that a library in a bucket is kept by.")]
    public string BucketConnection { get; init; } = "aws";

    [Setting("Steps that work on media at once, in each process.")]
    [Range(1, 1000)]
    public int Workers { get; init; } = 8;

    [Setting("Length of the fade at each end of a cut. Zero is a hard cut.")]
    public TimeSpan Fade { get; init; } = TimeSpan.FromSeconds(3);

    [Setting("How the picture is made: auto copies what lies between the fades wherever that is safe, full encodes every frame.")]
    public MediaRender Render { get; init; } = MediaRender.Auto;

    [Setting("How the sound is made: auto copies what lies between the fades wherever that is safe, splice refuses a cut where it is not, encode encodes all of it.")]
    public MediaAudio Audio { get; init; } = MediaAudio.Auto;

    [Setting("Number of the picture that is taken of recordings with several, from 1 in the file's order. Default: the one that is marked as default, else the first.")]
    [Range(1, 1000)]
    public int? PictureTrack { get; init; }

    [Setting("Number of the sound that comes first in clips of recordings with several, from 1 in the file's order. Default: the one that is marked as default, else the first that is not silent.")]
    [Range(1, 1000)]
    public int? SoundTrack { get; init; }

    [Setting("What is done about loudness (EBU R128): off, measure the clip, or normalise it to loudness_target.")]
    public MediaLoudness Loudness { get; init; } = MediaLoudness.Off;

    [Setting("Integrated loudness that normalised clips get, in LUFS; nearer than 1 LU to it, sound is left alone.")]
    [Range(-40.0, -5.0)]
    public double LoudnessTarget { get; init; } = -16;

    [Setting("True peak that normalised sound is held below, in dBTP, before it is encoded; AAC may add some tenths.")]
    [Range(-20.0, 0.0)]
    public double TruePeakLimit { get; init; } = -1.5;

    [Setting("Language of captions that come with a recording, ISO 639-2. und: not known.")]
    [RegularExpression("[a-z]{3}", ErrorMessage = "must be three small letters, an ISO 639-2 language such as eng or ces.")]
    public string CaptionsLanguage { get; init; } = "eng";

    [Setting("A clip that is shown before each cut, fitted to its size and rate. Default: none.")]
    [LocalPath]
    public string Intro { get; init; } = "";

    [Setting("A clip that is shown after each cut, fitted to its size and rate. Default: none.")]
    [LocalPath]
    public string Outro { get; init; } = "";

    [Setting("Niceness of encoders, 0 (as the server) to 19 (only when nothing else runs).")]
    [Range(0, 19)]
    public int Nice { get; init; } = 10;

    [Setting("x264's preset: speed against size.")]
    public string Preset { get; init; } = "veryfast";

    [Setting("x264's constant rate factor, 0 (lossless) to 51.")]
    [Range(0, 51)]
    public int Crf { get; init; } = 20;

    [Setting("Longest time that one encoder may take.")]
    [Lasts("1ms")]
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromHours(6);

    [Setting("Longest time that one look into a file may take.")]
    [Lasts("1ms")]
    public TimeSpan ProbeTimeLimit { get; init; } = TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        string[] schemes = ["file:", "s3://"];
        if (!schemes.Any(scheme => Library.StartsWith(scheme, StringComparison.Ordinal) && Library.Length > scheme.Length))
        {
            yield return new ValidationResult($"\"{Library}\" is not a library that this version knows; write file:DIR or s3://bucket/prefix.", [nameof(Library)]);
        }
    }
}
