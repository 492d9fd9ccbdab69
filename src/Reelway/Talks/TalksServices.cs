using Reelway.Engine;
using Reelway.Frame.Web;
using Reelway.Frame.Configuration;
using Reelway.Intake;
using Reelway.Library;
using Reelway.Runs;
using Reelway.Talks.Facebook;
using Reelway.Talks.Pages;
using Reelway.Talks.Sheets;
using Reelway.Talks.Sources;

namespace Reelway.Talks;

/// <summary>Registers the talks.</summary>
internal static class TalksServices
{
    /// <summary>
    /// Adds the flow and all that it works with. Needs a <see cref="TalksOptions"/>, a <see cref="MediaLibrary"/>, <see cref="SheetCopies"/>, the engine, media work and
    /// the connections.
    /// </summary>
    public static IServiceCollection AddTalks(this IServiceCollection services)
    {
        services.AddFlow<PublishTalk, TalkRecorded, PublishedTalk>();
        services.AddSingleton<SheetSources>();
        services.AddSingleton<OpenSheets>();
        services.AddScoped(provider => new TalkSheet(provider.GetRequiredService<OpenSheets>().Talks, () => provider.GetRequiredService<Current<TalksOptions>>().Value.Columns));
        services.AddScoped(provider => new SpeakerDirectory(
            provider.GetRequiredService<OpenSheets>().Speakers, () => provider.GetRequiredService<Current<TalksOptions>>().Value.SpeakerColumns));
        services.AddScoped<TalkSheets>();
        services.AddScoped(provider => new TalkTemplates(() => provider.GetRequiredService<Current<TalksOptions>>().Value.Templates));
        services.AddSingleton<TalkStore>();
        services.AddSingleton<Recordings>();
        services.AddSingleton<TalkChoiceStore>();
        services.AddScoped<TalkChoices>();
        services.AddScoped<TalkClaims>();
        services.AddScoped<RecordingEdit>();
        services.AddScoped<ClipPictures>();
        services.AddScoped<VideoPublishing>();
        services.AddScoped<SpeakerNotifications>();
        services.AddSingleton<RecordingIntake>();
        services.AddSingleton<IntakeHandler>(provider => provider.GetRequiredService<RecordingIntake>());
        services.AddScoped<TalkAdoption>();
        services.AddSingleton<IRunWitness, TalkFailures>();
        services.AddScoped<StagePages>();
        return services;
    }

    /// <summary>Adds what the talks' operations and pages need besides.</summary>
    public static void AddTalksWeb(this IServiceCollection services)
    {
        services.AddJson(TalksJson.Default).AddJson(PagesJson.Default);
        services.AddScoped<AccessKeys>();
        services.AddSingleton(new RunPanel(PublishTalk.Flow, typeof(PartPanel)));
        services.AddSingleton(new RunPanel(PublishTalk.Flow, typeof(ChoicePanel)));
        services.AddSingleton(TalkWords.Publishing);
        services.AddSingleton(provider => new RunSearch(provider.GetRequiredService<TalkStore>().RunsOfAsync));
        services.AddSingleton(new RunPanel(PublishTalk.Flow, typeof(ClipPanel)));
        services.AddSingleton(new RunInputRule(PublishTalk.Flow, static (provider, input) => provider.GetRequiredService<HandedInFiles>().RefusalOf(input, nameof(TalkRecorded.Recording))));
    }

    /// <summary>The two sheets, with their copies.</summary>
    private sealed class OpenSheets(TalksOptions options, SheetSources sources, SheetCopies copies, TimeProvider time) : IDisposable
    {
        public CachedSheet Talks { get; } = Open(sources, copies, options.Sheet, options.SheetTab, "talks.sheet", time, options.SheetCache);

        public CachedSheet Speakers { get; } = Open(sources, copies, options.Speakers, options.SpeakersTab, "talks.speakers", time, options.SheetCache);

        private static CachedSheet Open(SheetSources sources, SheetCopies copies, string? named, string? tab, string setting, TimeProvider time, TimeSpan keep)
            => new(sources.Open(named, tab, setting), time, keep, copies.Of(setting, named, tab));

        public void Dispose()
        {
            Talks.Dispose();
            Speakers.Dispose();
        }
    }
}
