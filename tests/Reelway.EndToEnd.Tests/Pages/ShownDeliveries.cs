using Microsoft.Extensions.DependencyInjection;
using Reelway.Contracts;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Facts;
using Reelway.Frame.Configuration;
using Reelway.Frame.Schedules;
using Reelway.Hosting;
using Reelway.Runs;
using Reelway.Schedules;
using Reelway.Storage;
using Reelway.Storage.Sqlite;
using Reelway.Tests.Frame.Web;
using Reelway.Webhooks;

namespace Reelway.EndToEnd.Tests.Pages;

/// <summary>Events, endpoints in every state with their deliveries, and schedules, on a store of their own.</summary>
public sealed class ShownDeliveries : IAsyncLifetime
{
    private const string Long = "https://hooks.example/a/very/long/path/that/no/narrow/page/has/room/for/and/which/does/not/break/anywhere?token=0123456789abcdef0123456789abcdef";

    private static readonly RunId Retried = new(0x0012_3456_789a_bc21);

    private readonly TemporaryFolder _folder = new();

    /// <summary>A delivery that failed before it arrived.</summary>
    public static string Delivery => $"/webhooks/newsroom/{Retried}";

    internal WebServer Server { get; private set; } = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var database = SqliteDatabase.Open(_folder["shown.db"]);
        var settings = new SettingsLoader(ReelwaySettings.Catalog).Load(new SettingsRequest(_folder.FullPath, new Dictionary<string, string>(), null, null));
        Server = await WebServer.StartAsync(
            Cancellation,
            map: app =>
            {
                app.MapEvents();
                app.MapWebhooks();
                app.MapDeliveries();
                app.MapSchedules();
            },
            services: services =>
            {
                // By a factory, so that the server closes it.
                services.AddSingleton<IDatabase>(_ => database).AddSingleton(new IdGenerator(TimeProvider.System)).AddSingleton(settings.Get<EngineOptions>()).AddEngine();
                services.AddSingleton(new EventsOptions()).AddSingleton(new UrlsOptions()).AddSingleton(new SchedulesOptions()).AddLiveSettings();
                services.AddSingleton(BookOf(settings)).AddFlow<ArchiveRuns, ScheduledSlot, ArchivedRuns>();
                services.AddEvents().AddWebhooks().AddSingleton<WebhookViews>();
                new SchedulesPart().Services(services, null!);
            });
        await FillAsync(database);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _folder.Dispose();
    }

    private static ScheduleBook BookOf(Settings settings)
    {
        var book = new ScheduleBook(settings);
        book.Add<ArchiveRuns>("runs.archive", "Move runs that ended long ago into files of the archive", Daily.At(3, 30, "Europe/Prague"), Overlap.Queue);
        book.Add<ArchiveRuns>("sheets.copy", "Copy the programme's sheet", Every.Minutes(5), jitter: TimeSpan.FromSeconds(20));
        book.Add<ArchiveRuns>("connections.check", "Log in to every connection once a day", Every.Hours(24), off: "No connection is configured.");
        return book;
    }

    private async Task FillAsync(IDatabase database)
    {
        var store = Server.Service<WebhookStore>();
        await AddAsync(store, "newsroom", new EndpointSettings { Url = "https://news.example/hooks/reelway", Types = ["talk.published"], Description = "The site's front page" });
        await AddAsync(store, "a-name-that-is-as-long-as-somebody-could-make-it-in-a-hurry", new EndpointSettings { Url = Long });
        await AddAsync(store, "gone", new EndpointSettings { Url = "https://old.example/hook", Signed = false });
        var told = new RecordedEvent(1, "talk.published/talk/owls/1", TalkPublished.Type, "talk/talk_06agn9k2w4008", TimeProvider.System.GetUtcNow(), default);
        await database.WriteAsync(session => EventStore.RecordAsync(session, TalkPublished.Example, "1", told.Time), Cancellation);
        await database.WriteAsync(session => EventStore.RecordAsync(session, RunNeedsPerson.Example, "2", told.Time), Cancellation);
        await database.WriteAsync(session => EventStore.RecordAsync(session, RunFailed.Example with { Reason = $"<script>alert('x')</script> {new string('W', 120)}" }, "3", told.Time), Cancellation);
        await NoteAsync(store, Retried, "newsroom", told, new WebhookAttempt(told.Time, $"POST {Long}\nwebhook-id: msg_1\nwebhook-signature: v1,abc=\n\n{{\"type\":\"talk.published\"}}")
        {
            Took = TimeSpan.FromSeconds(15),
            Problem = "It did not answer in 15 s.",
        });
        await NoteAsync(store, Retried, "newsroom", told, new WebhookAttempt(told.Time, "POST https://news.example/hooks/reelway") { Status = 200, Answer = "<b>ok</b>" });
        await NoteAsync(store, new RunId(Retried.Value + 1), "newsroom", told, new WebhookAttempt(told.Time, "POST …") { Status = 503, Problem = "It answered 503 (ServiceUnavailable)." });
        await NoteAsync(store, new RunId(Retried.Value + 2), "gone", told, new WebhookAttempt(told.Time, "POST …") { Status = 410, Problem = "It answered 410 (Gone)." });
        await database.WriteAsync(session => store.NoteOffAsync(session, "gone", "It has answered 410 (Gone): it wants no more. Enable it when it takes webhooks again."), Cancellation);
        await Server.Service<ScheduleOperations>().PauseAsync("sheets.copy", "a test", Cancellation);
    }

    private static async Task AddAsync(WebhookStore store, string name, EndpointSettings settings)
        => Assert.True(await store.AddAsync(name, settings, new EndpointSecrets(new Dictionary<string, string>(), Credentials: null, WebhookSignature.NewSecret()), Cancellation));

    private static async Task NoteAsync(WebhookStore store, RunId run, string name, RecordedEvent told, WebhookAttempt attempt)
        => await store.NoteAttemptAsync(run, new DeliveryInput(name, told, Attempts: 10), (await store.FindAsync(name, Cancellation))!, attempt, Cancellation);
}
