using Microsoft.Extensions.DependencyInjection;
using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Connectors.Box;
using Reelway.Connectors.Mailgun;
using Reelway.Connectors.OpenText;
using Reelway.Contracts;
using Reelway.Contracts.Time;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Frame.Audit;
using Reelway.Frame.Configuration;
using Reelway.Frame.Schedules;
using Reelway.Media;
using Reelway.Notifications;
using Reelway.Runs;
using Reelway.Sandbox;
using Reelway.Sandbox.Box;
using Reelway.Sandbox.OpenText;
using Reelway.Scaling;
using Reelway.Scaling.Announcing;
using Reelway.Scaling.Returning;
using Reelway.Tests.Connections;
using Reelway.Tests.Events;

namespace Reelway.Tests.Scaling.Travels;

/// <summary>A process with content scaling and stand-ins of the DAM, of Box and of the mail service, on whichever database; the tests move its clock.</summary>
public abstract class ScalingFixture : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private SharedStore _store = null!;
    private EventProcess _process = null!;
    private AsyncServiceScope _scope;

    private protected ManualClock Clock { get; } = new();

    private protected SandboxServer Sandbox { get; private set; } = null!;

    private protected ScalingOptions Options { get; } = new() { Enabled = true };

    private protected NotificationsOptions Notifications { get; } = new()
    {
        MailConnection = "mail",
        Recipients = new MailRecipients { Success = ["team@example.org"], Errors = ["desk@example.org"] },
    };

    private protected CampaignStore Store => _process.Get<CampaignStore>();

    private protected IRuns Runs => _process.Runs;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected IReadOnlyList<SandboxBoxFile> InBox => Sandbox.Box.Files;

    private protected T Scoped<T>()
        where T : notnull
        => _scope.ServiceProvider.GetRequiredService<T>();

    public async ValueTask InitializeAsync()
    {
        Sandbox = await SandboxServer.StartAsync(new SandboxOptions { Time = Clock, OpenText = new OpenTextSandboxOptions { Campaigns = 0, MasterBytes = 2000 } }, Cancellation);
        Options.Box.RootFolder = new BoxSandboxOptions().RootFolderId;
        Options.Webhooks[CampaignWebhook.StatusUpdate] = new CampaignWebhookSettings { Url = new Uri(Sandbox.HttpUrl, "webhooks/campaigns").AbsoluteUri };
        _store = await StoreAsync();
        _process = await EventProcess.StartAsync(
            await _store.OpenAsync(Clock, Cancellation), Clock, [], works: true, Services, CampaignStore.Migrations, ConnectionStore.Migrations, AuditStore.Migrations);
        _scope = _process.Get<IServiceScopeFactory>().CreateAsyncScope();
    }

    public async ValueTask DisposeAsync()
    {
        await _scope.DisposeAsync();
        await _process.DisposeAsync();
        await _store.DisposeAsync();
        await Sandbox.DisposeAsync();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Looks for campaigns as the schedule does.</summary>
    private protected async Task PollAsync()
    {
        Clock.Advance(TimeSpan.FromSeconds(1));
        var started = await Runs.StartAsync("scaling.poll", $"poll/{Clock.GetUtcNow().ToUnixTimeMilliseconds()}", new ScheduledSlot("scaling.poll", Clock.GetUtcNow()), Cancellation);
        await EndAsync(started.Id);
    }

    private protected async Task<RunView> EndAsync(RunId run)
    {
        await PassAsync(async () => (await Runs.FindAsync(run, Cancellation))!.Summary.EndedAt is not null, "the run has ended");
        return (await Runs.FindAsync(run, Cancellation))!;
    }

    /// <summary>Lets time pass until something is so.</summary>
    private protected Task PassAsync(Func<Task<bool>> until, string what)
    {
        var seen = "";
        return Eventually.TrueAsync(
            async () =>
            {
                Clock.Advance(TimeSpan.FromSeconds(2));
                var runs = (await Runs.ListAsync(new RunQuery(Limit: 20), Cancellation)).Items;
                var views = await Task.WhenAll(runs.Select(run => Runs.FindAsync(run.Id, Cancellation)));
                seen = string.Join('\n', views.OfType<RunView>().Select(run => $"{run.Summary.Flow} {run.Summary.Key} {run.Summary.State} at {(run.Steps is [.., var last] ? last.Name : "")}: {run.Summary.Why}"));
                return await until();
            },
            what,
            Cancellation,
            () => seen);
    }

    private protected async Task<CampaignRow> CampaignAsync(string damId) => (await Store.FindByDamAsync(damId, Cancellation))!;

    private protected Task UntilStatusAsync(string damId, string status) => PassAsync(async () => (await Store.FindByDamAsync(damId, Cancellation))?.Status == status, $"the campaign is at {status}");

    private protected string StatusInDam(string damId) => Sandbox.OpenText.Item(damId).Fields["CAMPAIGN STATUS"][0];

    /// <summary>Puts a file into a campaign's folder as somebody of the agency, and takes it in as its webhook would.</summary>
    private protected async Task<(SandboxBoxFile File, RunId Run)> BringAsync(string damId, string name, int bytes = 900)
    {
        var campaign = await CampaignAsync(damId);
        using var content = new MemoryStream(Enumerable.Range(0, bytes).Select(number => (byte)(number % 251)).ToArray());
        var file = await Sandbox.Box.PutAsync(campaign.BoxFolder!, name, content, Cancellation);
        var start = ReceiveDerivative.Start(file.Id, file.VersionId);
        return (file, (await Runs.StartManyAsync([start], static _ => Task.CompletedTask, Cancellation))[0].Id);
    }

    /// <summary>The names of what agencies bring for all masters of a campaign.</summary>
    private protected async Task<IReadOnlyList<string>> NamesAsync(string damId, string language = "IT")
        => [.. (await Store.MastersAsync((await CampaignAsync(damId)).Id, Cancellation)).Select((master, number) => $"spot{number}_30s_{language}_{master.TrackingId}.pdf")];

    /// <summary>The events of a type, the oldest first. On a shared database they have their places a moment later.</summary>
    private protected async Task<IReadOnlyList<RecordedEvent>> EventsAsync(string type)
    {
        await PumpAsync();
        return [.. (await _process.Store.ListAsync(new EventQuery(type), long.MaxValue, 500, Cancellation)).Reverse()];
    }

    private protected Task PumpAsync() => _process.PumpAsync();

    private protected abstract Task<SharedStore> StoreAsync();

    private void Services(IServiceCollection services)
    {
        var (dam, box) = (new OpenTextSandboxOptions(), new BoxSandboxOptions());
        var mailgun = new Sandbox.Mailgun.MailgunSandboxOptions();
        var patience = TimeSpan.FromHours(20);
        IReadOnlyList<ConnectionSettings> connections =
        [
            new("dam", "opentext", new OpenTextOptions
            {
                BaseUrl = new Uri(Sandbox.HttpUrl, "opentext"), AuthUrl = new Uri(Sandbox.HttpUrl, "opentext/otdsws/oauth2/token"), ClientId = dam.ClientId, ClientSecret = dam.ClientSecret,
                CallTimeout = patience, TransferTimeout = patience,
            }),
            new("box", "box", new BoxOptions
            {
                Grant = BoxGrant.ClientCredentials, EnterpriseId = box.EnterpriseId, ClientId = box.ClientId, ClientSecret = box.ClientSecret, RootFolderId = box.RootFolderId,
                ApiUrl = new Uri(Sandbox.HttpUrl, "box/2.0"), UploadUrl = new Uri(Sandbox.HttpUrl, "box/api/2.0"), TokenUrl = new Uri(Sandbox.HttpUrl, "box/oauth2/token"),
                CallTimeout = patience, TransferTimeout = patience,
            }),
            new("mail", "mailgun", new MailgunOptions
            {
                Domain = mailgun.Domains.Keys.First(), ApiKey = mailgun.ApiKey, From = $"Scaling <scaling@{mailgun.Domains.Keys.First()}>", Url = new Uri(Sandbox.HttpUrl, "mailgun/us"), CallTimeout = patience,
            }),
        ];
        services
            .AddSingleton<IFaultClassifier, FaultClassifier>()
            .AddSingleton<ConnectorHttp>()
            .AddSingleton<ConnectionStore>()
            .AddSingleton(connections)
            .AddSingleton(provider => new ConnectionPool(
                connections, provider.GetRequiredService<ConnectorHttp>(), provider.GetRequiredService<Microsoft.Extensions.Logging.ILoggerFactory>(), Clock,
                states: provider.GetRequiredService<ConnectionStore>()))
            .AddSingleton(Options)
            .AddSingleton(Notifications)
            .AddSingleton(new MediaOptions { Folder = _folder.FullPath })
            .AddMedia()
            .AddSingleton<AuditStore>()
            .AddMetrics()
            .AddSingleton<IRunWitness, RunAnnouncements>()
            .AddScaling()
            .AddScalingMails();
    }
}
