using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Reelway.Media;

/// <summary>Registers media work with a host.</summary>
public static class MediaServices
{
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
        services.TryAddSingleton<MediaOptions>();
        services.TryAddSingleton<ProcessRunner>();
        services.TryAddSingleton<ScratchSpace>();
        services.TryAddSingleton<EncoderSlots>();
        services.TryAddSingleton<MediaProbe>();
        services.TryAddSingleton<FrameTimes>();
        services.TryAddSingleton<WindowProbe>();
        services.TryAddSingleton<IndexedCopy>();
        services.TryAddSingleton<RecordingOpener>();
        services.TryAddSingleton<SilenceCheck>();
        services.TryAddSingleton<CutPlanner>();
        services.TryAddSingleton<FullRender>();
        services.TryAddSingleton<SoundEncode>();
        services.TryAddSingleton<SoundSplice>();
        services.TryAddSingleton<SmartRender>();
        services.TryAddSingleton<BumperFiles>();
        services.TryAddSingleton<BumperCache>();
        services.TryAddSingleton<LoudnessMeter>();
        services.TryAddSingleton<Downmix>();
        services.TryAddSingleton<Normaliser>();
        services.TryAddSingleton<FilterList>();
        services.TryAddSingleton<PacketLister>();
        services.TryAddSingleton<ClipProof>();
        services.TryAddSingleton<JoinProof>();
        services.TryAddSingleton<SoundProof>();
        services.TryAddSingleton<FullProof>();
        services.TryAddSingleton<CaptionProof>();
        services.TryAddSingleton<SmartProof>();
        services.TryAddSingleton(provider => new VideoCutter(
            provider.GetRequiredService<RecordingOpener>(),
            provider.GetRequiredService<SilenceCheck>(),
            provider.GetRequiredService<FilterList>(),
            provider.GetRequiredService<CutPlanner>(),
            provider.GetRequiredService<FullRender>(),
            provider.GetRequiredService<SmartRender>(),
            provider.GetRequiredService<FullProof>(),
            provider.GetRequiredService<SmartProof>(),
            provider.GetRequiredService<CaptionProof>(),
            provider.GetRequiredService<BumperFiles>(),
            provider.GetRequiredService<Normaliser>(),
            provider.GetRequiredService<ScratchSpace>(),
            provider.GetRequiredService<MediaOptions>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<VideoCutter>>()));
        services.TryAddSingleton(provider => new ClipProver(
            provider.GetRequiredService<VideoCutter>(),
            provider.GetRequiredService<SmartProof>(),
            provider.GetRequiredService<FullProof>(),
            provider.GetRequiredService<ScratchSpace>()));
        services.TryAddSingleton<FrameGrab>();
        services.TryAddSingleton(provider => new PosterMaker(
            provider.GetRequiredService<MediaProbe>(), provider.GetRequiredService<FrameGrab>(), provider.GetRequiredService<ScratchSpace>(), provider.GetRequiredService<MediaOptions>()));
        services.TryAddSingleton(provider => new ScrubStripMaker(
            provider.GetRequiredService<MediaProbe>(),
            provider.GetRequiredService<FrameGrab>(),
            provider.GetRequiredService<ProcessRunner>(),
            provider.GetRequiredService<ScratchSpace>(),
            provider.GetRequiredService<MediaOptions>()));
        services.TryAddSingleton<MediaCleanup>();
        services.AddHostedService(provider => provider.GetRequiredService<MediaCleanup>());
        return services;
    }
}
