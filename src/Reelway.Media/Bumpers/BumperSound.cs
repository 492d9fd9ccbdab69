using System.Globalization;

namespace Reelway.Media;

/// <summary>Joins the sound of bumpers to that of the talk; silence where they have none.</summary>
internal static class BumperSound
{
    /// <summary>Arguments that open the bumpers, behind the recording as input 0.</summary>
    public static IEnumerable<string> Inputs(CutPlan plan)
        => plan.Bumpers.SelectMany(bumper => (string[])[.. SafeInput.Guards, "-i", SafeInput.FileArgument(bumper.File.Path)]);

    /// <summary>The number of a bumper's input.</summary>
    public static int Input(CutPlan plan, Bumper bumper) => ReferenceEquals(bumper, plan.Intro) || plan.Intro is null ? 1 : 2;

    /// <summary>The filter graph for one track of the clip.</summary>
    /// <param name="output">Label of what comes out.</param>
    public static string Of(CutPlan plan, AudioTrack track, string output)
    {
        if (plan.Bumpers.Count == 0)
        {
            return SoundChain.Of(plan, track, output);
        }

        var chains = new List<string> { SoundChain.Of(plan, track, "talk") };
        chains.AddRange(plan.Bumpers.Select(bumper => $"{Alone(bumper, Input(plan, bumper), track)}[bumper{Input(plan, bumper)}]"));
        var parts = new[] { plan.Intro is { } intro ? $"[bumper{Input(plan, intro)}]" : "", "[talk]", plan.Outro is { } outro ? $"[bumper{Input(plan, outro)}]" : "" };
        return $"{string.Join(';', chains)};{string.Concat(parts)}concat=n={1 + plan.Bumpers.Count}:v=0:a=1[{output}]";
    }

    /// <summary>Its channels are added up by shares that cannot exceed full scale: unlike a talk's, it is not listened to first.</summary>
    private static string Normalised(AudioTrack sound) => sound.IsSurround ? ":rematrix_maxval=1" : "";

    /// <summary>A bumper's sound in the track's format, exactly as long as its picture.</summary>
    public static string Alone(Bumper bumper, int input, AudioTrack track)
    {
        var layout = SoundChain.Layout(track);
        var length = bumper.Seconds.ToString("0.#########", CultureInfo.InvariantCulture);
        if (bumper.Sound is not { } sound)
        {
            return $"anullsrc=channel_layout={layout}:sample_rate={track.SampleRate}:duration={length}";
        }

        // Its picture begins at 0; what is heard earlier is left out.
        var start = bumper.File.Video[0].StartTime ?? bumper.File.StartTime;
        var first = ((decimal)start.Ticks / TimeSpan.TicksPerSecond).ToString("0.#########", CultureInfo.InvariantCulture);
        var gain = bumper.Gain is null ? "" : "," + bumper.Gain.Filters(track.SampleRate);
        return $"[{input}:{sound.Index}]atrim=start={first},asetpts=PTS-{first}/TB,aresample=async=1:first_pts=0{Normalised(sound)},aformat=channel_layouts={layout}:sample_rates={track.SampleRate}{gain},apad,atrim=end={length}";
    }
}
