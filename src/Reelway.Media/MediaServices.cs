using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Reelway.Media;

/// <summary>Registers media work with a host.</summary>
public static class MediaServices
{
    private static readonly Type[] Parts =
    [
        typeof(MediaOptions), typeof(ProcessRunner), typeof(ScratchSpace), typeof(EncoderSlots), typeof(MediaProbe), typeof(FrameTimes), typeof(WindowProbe),
        typeof(IndexedCopy), typeof(RecordingOpener), typeof(SilenceCheck), typeof(CutPlanner), typeof(FullRender), typeof(SoundEncode), typeof(SoundSplice),
        typeof(SmartRender), typeof(BumperFiles), typeof(BumperCache), typeof(LoudnessMeter), typeof(Downmix), typeof(Normaliser), typeof(FilterList),
        typeof(PacketLister), typeof(ClipProof), typeof(JoinProof), typeof(SoundProof), typeof(FullProof), typeof(CaptionProof), typeof(SmartProof),
        typeof(FrameGrab), typeof(CutTools), typeof(PictureTools), typeof(MediaCleanup),
    ];

    /// <summary>
    /// Adds <see cref="ProcessRunner"/>, <see cref="ScratchSpace"/>, <see cref="MediaProbe"/>, <see cref="VideoCutter"/>, <see cref="ClipProver"/>,
    /// <see cref="PosterMaker"/>, <see cref="ScrubStripMaker"/> and the clean-up at start.
    /// Register a <see cref="MediaOptions"/> singleton (and a logger factory) for other settings than the defaults.
    /// </summary>
    public static IServiceCollection AddMedia(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        foreach (var part in Parts)
        {
            services.TryAddSingleton(part);
        }

        // These are what others use; how they are made is ours.
        services.TryAddSingleton(provider => new VideoCutter(provider.GetRequiredService<CutTools>()));
        services.TryAddSingleton(provider => new ClipProver(provider.GetRequiredService<VideoCutter>(), provider.GetRequiredService<CutTools>()));
        services.TryAddSingleton(provider => new PosterMaker(provider.GetRequiredService<PictureTools>()));
        services.TryAddSingleton(provider => new ScrubStripMaker(provider.GetRequiredService<PictureTools>()));
        services.AddHostedService(provider => provider.GetRequiredService<MediaCleanup>());
        return services;
    }
}
