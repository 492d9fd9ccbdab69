namespace Reelway.Media;

/// <summary>Finds the clips to show before and after a talk, and works them into its plan.</summary>
internal sealed class BumperFiles(MediaProbe probe, MediaOptions options)
{
    /// <summary>Adds what the request, or else the settings, name.</summary>
    /// <exception cref="MediaException">A file is missing, no video, or too short.</exception>
    public async Task<CutPlan> PlaceAsync(CutPlan plan, CutRequest request, CancellationToken cancellation)
    {
        var intro = await FindAsync("media.intro", request.Intro ?? options.Intro, plan.Video, cancellation);
        var outro = await FindAsync("media.outro", request.Outro ?? options.Outro, plan.Video, cancellation);
        if (intro is null && outro is null)
        {
            return plan;
        }

        plan = plan with { Intro = intro, Outro = outro };
        if (plan.Smart is not null && plan.Video.Rotation % 90 != 0)
        {
            return plan with { Smart = null, Sound = null, Reason = "its picture is turned by an angle that an intro or outro cannot be turned by" };
        }

        return plan.Sound is null || plan.Source.Audio.Count == 0 ? plan : plan with { Sound = SoundPlan.Encode("that of the intro or outro is joined to it") };
    }

    private async Task<Bumper?> FindAsync(string setting, string path, VideoTrack talk, CancellationToken cancellation)
    {
        if (path.Length == 0)
        {
            return null;
        }

        try
        {
            var file = PicturePick.Of(await probe.ProbeAsync(path, cancellation), wished: null);
            return Bumper.Of(setting, SoundPick.Of(file, wished: null, new HashSet<int>()), talk);
        }
        catch (MediaException fault) when (fault.Kind == MediaFaultKind.Unusable)
        {
            throw new MediaException(MediaFaultKind.BadSetting, $"{setting}: {fault.Message}", fault);
        }
    }
}
