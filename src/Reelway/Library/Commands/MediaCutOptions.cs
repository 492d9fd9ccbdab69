using System.CommandLine;
using System.Globalization;
using Reelway.Frame.Cli;
using Reelway.Media;

namespace Reelway.Library.Commands;

/// <summary>What to keep of a recording, as the commands about cuts take it.</summary>
internal sealed class MediaCutOptions
{
    private readonly Option<string?> _start = new("--start") { Description = "First moment to keep: hh:mm:ss, mm:ss or seconds. Default: the beginning.", HelpName = "TIME" };
    private readonly Option<string?> _end = new("--end") { Description = "First moment not to keep. Default: the end.", HelpName = "TIME" };
    private readonly Option<string?> _fade = new("--fade") { Description = "Length of the fades in seconds; 0 for none. Default: media.fade.", HelpName = "SECONDS" };
    private readonly Option<MediaRender?> _render = new("--render") { Description = "auto copies what lies between the fades where that is safe, full encodes every frame. Default: media.render." };
    private readonly Option<MediaAudio?> _audio = new("--audio") { Description = "auto copies the sound too where that is safe, splice refuses the cut where it is not, encode encodes it. Default: media.audio." };
    private readonly Option<MediaLoudness?> _loudness = new("--loudness") { Description = "off, measure the clip (EBU R128), or normalise it to media.loudness_target, which encodes its sound. Default: media.loudness." };
    private readonly Option<string?> _picture = new("--picture-track") { Description = "Number of the picture to take, from 1, as media probe lists them. Default: media.picture_track.", HelpName = "NUMBER" };
    private readonly Option<string?> _sound = new("--sound-track") { Description = "Number of the sound that comes first in the clip, from 1, as media probe lists them. Default: media.sound_track.", HelpName = "NUMBER" };
    private readonly Option<string?> _intro = new("--intro") { Description = "A clip to show before, fitted to the recording; \"\" for none. Default: media.intro.", HelpName = "FILE" };
    private readonly Option<string?> _outro = new("--outro") { Description = "A clip to show after, fitted to the recording; \"\" for none. Default: media.outro.", HelpName = "FILE" };

    /// <summary>The recording.</summary>
    public Argument<string> Source { get; } = new("source") { Description = "The recording." };

    /// <summary>What to keep, and the fades.</summary>
    public Symbol[] Times => [_start, _end, _fade];

    /// <summary>What is shown before and after.</summary>
    public Symbol[] Bumpers => [_intro, _outro];

    /// <summary>Which picture is taken.</summary>
    public Symbol Picture => _picture;

    /// <summary>Which picture and which sound are taken.</summary>
    public Symbol[] Tracks => [_picture, _sound];

    /// <summary>All of them.</summary>
    public Symbol[] All => [Source, .. Times, .. Tracks, .. Bumpers, _render, _audio, _loudness];

    /// <summary>The wish of a call.</summary>
    public CutRequest Read(CliCall call, string output) => new()
    {
        Source = call.FullPath(call.Value(Source)),
        Output = output,
        Start = MediaTimes.Read(_start, call.Value(_start)) ?? TimeSpan.Zero,
        End = MediaTimes.Read(_end, call.Value(_end)),
        Fade = MediaTimes.Read(_fade, call.Value(_fade)),
        Render = call.Value(_render),
        Audio = call.Value(_audio),
        Loudness = call.Value(_loudness),
        PictureTrack = Track(call, _picture),
        SoundTrack = Track(call, _sound),
        Intro = Bumper(call, _intro),
        Outro = Bumper(call, _outro),
    };

    private static int? Track(CliCall call, Option<string?> option) => call.Value(option) switch
    {
        null => null,
        var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        var text => throw new CliException(ExitCode.Usage, $"{option.Name} {text}: write a whole number from 1, as reelway media probe lists the tracks."),
    };

    private static string? Bumper(CliCall call, Option<string?> option) => call.Value(option) is { Length: > 0 } path ? call.FullPath(path) : call.Value(option);
}
