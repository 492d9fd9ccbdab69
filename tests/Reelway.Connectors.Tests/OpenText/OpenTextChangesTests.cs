using System.Text;
using Reelway.Connectors.OpenText;
using Reelway.Contracts.Connectors;
using Reelway.Sandbox;
using Reelway.Sandbox.Faults;
using Reelway.Sandbox.OpenText;

namespace Reelway.Connectors.Tests.OpenText;

/// <summary>Changes and imports against the stand-in: what is lost, locked, late or refused.</summary>
public sealed class OpenTextChangesTests : IAsyncLifetime
{
    private const string Status = "CAMPAIGN STATUS";
    private const string Representation = """
        {"asset_resource":{"asset":{"metadata_model_id":"ACME.MODEL.VIDEO","security_policy_list":[{"id":2}],"metadata":{"metadata_element_list":[
         {"id":"TRACKING ID","type":"com.artesia.metadata.MetadataField","value":{"value":{"type":"string","value":"AB12CD"}}}]}}}}
        """;

    private readonly CapturedLog _log = new();
    private SandboxServer _sandbox = null!;
    private ConnectorHttp _http = null!;
    private OpenTextDam _dam = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions(), Cancellation);
        _http = new ConnectorHttp(TimeProvider.System, _log);
        var url = new Uri(_sandbox.HttpUrl, "opentext");
        _dam = OpenTextDam.Create(
            new OpenTextOptions { Connection = "dam", BaseUrl = url, AuthUrl = url, ClientId = "reelway-sandbox", ClientSecret = "sandbox-otds-secret" }, _http);
    }

    public async ValueTask DisposeAsync()
    {
        _dam.Dispose();
        _http.Dispose();
        await _sandbox.DisposeAsync();
        _log.Dispose();
    }

    [Fact]
    public async Task A_status_is_changed_only_from_what_it_is_expected_to_be_and_the_lock_is_always_given_back()
    {
        var campaign = await CampaignAsync();

        Assert.Equal(DamChange.Changed, await ChangeAsync(campaign, "A1", "A2"));
        Assert.Equal(DamChange.AlreadyThere, await ChangeAsync(campaign, "A1", "A2"));
        Assert.Equal(DamChange.Other("A2"), await ChangeAsync(campaign, "A1", "A3"));

        Assert.Equal(("A2", null), (StatusNow, Campaign.LockedBy));
        Assert.Equal(1, Patches);
    }

    [Fact]
    public async Task Of_callers_at_the_same_time_exactly_one_changes_it()
    {
        var campaign = await CampaignAsync();

        var changes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => ChangeAsync(campaign, "A1", "A2")));

        Assert.Single(changes, DamChange.Changed);
        Assert.Equal(7, changes.Count(change => change == DamChange.AlreadyThere));
        Assert.Equal(1, Patches);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(409)]
    public async Task What_somebody_else_has_locked_is_waited_for_and_never_taken(int status)
    {
        var campaign = await CampaignAsync();
        _sandbox.OpenText.Settings = _sandbox.OpenText.Settings with { LockedStatus = status };
        _sandbox.OpenText.LockForAnother(campaign.Id, TimeSpan.FromHours(1));

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => ChangeAsync(campaign, "A1", "A2"));

        Assert.Equal((CallFault.Transient, "locked", false), (fault.Kind, fault.RemoteCode, fault.OutcomeUnknown));
        Assert.Equal(("A1", "somebody.else"), (StatusNow, Campaign.LockedBy));
    }

    [Fact]
    public async Task A_change_whose_answer_is_lost_is_looked_at()
    {
        var campaign = await CampaignAsync();
        Order(FaultEffect.LostAnswer, "PATCH");

        Assert.Equal(DamChange.Changed, await ChangeAsync(campaign, "A1", "A2"));
        Assert.Equal(("A2", null), (StatusNow, Campaign.LockedBy));

        Order(FaultEffect.Cut, "PATCH");
        var fault = await Assert.ThrowsAsync<ConnectorException>(() => ChangeAsync(campaign, "A2", "A3"));
        Assert.Equal((CallFault.Transient, false), (fault.Kind, fault.OutcomeUnknown));
        Assert.Equal(("A2", null), (StatusNow, Campaign.LockedBy));
    }

    [Fact]
    public async Task A_refused_change_gives_the_lock_back_and_is_not_repeated()
    {
        var campaign = await CampaignAsync();
        var master = await _dam.ItemAsync(_sandbox.OpenText.Items.First(item => !item.IsFolder).Id, isFolder: false, Cancellation);

        // As an asset what is a folder.
        var kind = await Assert.ThrowsAsync<ConnectorException>(() => _dam.ChangeFieldAsync(campaign with { IsFolder = false }, Status, "A1", "A2", Cancellation));
        var value = await Assert.ThrowsAsync<ConnectorException>(() => _dam.ChangeFieldAsync(master, "MAIN_LANGUAGES", "EN", "English", Cancellation));

        Assert.All([kind, value], fault => Assert.Equal(CallFault.Permanent, fault.Kind));
        Assert.Contains("The value \"English\" is not in the domain MAIN_LANGUAGES.DOMAIN", value.Message, StringComparison.Ordinal);
        Assert.All(_sandbox.OpenText.Items, item => Assert.Null(item.LockedBy));
    }

    [Fact]
    public async Task A_cancelled_change_gives_the_lock_back()
    {
        var campaign = await CampaignAsync();
        Order(FaultEffect.Hang, "GET", $"*/folders/{campaign.Id}");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var change = _dam.ChangeFieldAsync(campaign, Status, "A1", "A2", cancel.Token);
        await _sandbox.OpenText.Requests.WaitAsync(requests => requests.Any(request => request.Fault == FaultEffect.Hang), Cancellation);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => change);
        Assert.Equal(("A1", null), (StatusNow, Campaign.LockedBy));
    }

    [Fact]
    public async Task A_lock_that_cannot_be_given_back_is_logged_and_the_change_holds()
    {
        var campaign = await CampaignAsync();
        _sandbox.Faults.Add(new SandboxFault("opentext", FaultEffect.Status, new FaultMatch { Path = "*/state", Parameters = new Dictionary<string, string> { ["action"] = "unlock" } }, Status: 503, Times: 3));

        Assert.Equal(DamChange.Changed, await ChangeAsync(campaign, "A1", "A2"));

        Assert.Contains("Could not unlock folder \"CAMPAIGN_001\"", _log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_import_is_a_job_and_its_asset_is_read_once_it_is_done()
    {
        var folder = Final;

        var job = await ImportAsync(folder, "žluť_IT.mp4");
        Assert.Equal(DamJobState.Running, (await _dam.JobAsync(job, Cancellation)).State);
        var done = await _dam.JobAsync(job, Cancellation);

        Assert.Equal(DamJobState.Done, done.State);
        var asset = await _dam.ItemAsync(done.AssetIds.Single(), isFolder: false, Cancellation);
        Assert.Equal(("žluť_IT.mp4", "AB12CD", job), (asset.Name, asset.Field("TRACKING ID"), asset.ImportJobId));
        Assert.Equal("hello", await new StreamReader(_sandbox.OpenText.Open(asset.Id)).ReadToEndAsync(Cancellation));
        Assert.Equal(asset.Id, (await _dam.FindAsync(folder.Id, "žluť_IT.mp4", 5, Cancellation))?.Id);
        Assert.Null(await _dam.FindAsync(folder.Id, "žluť_IT.mp4", 6, Cancellation));
    }

    [Fact]
    public async Task An_import_whose_answer_is_lost_is_found_before_it_would_be_sent_again()
    {
        Order(FaultEffect.LostAnswer, "POST", "*/assets");

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => ImportAsync(Final, "a.mp4"));
        var found = await _dam.FindAsync(Final.Id, "a.mp4", 5, Cancellation);

        Assert.Equal((CallFault.Transient, true), (fault.Kind, fault.OutcomeUnknown));
        Assert.NotNull(found);
        Assert.Equal(1, _sandbox.OpenText.Items.Count(item => item.ImportJobId is not null));
    }

    [Fact]
    public async Task What_was_just_imported_and_is_not_found_yet_is_looked_for_again_and_then_a_fault()
    {
        _sandbox.OpenText.Settings = _sandbox.OpenText.Settings with { HidesNewFor = 2, JobLooks = 0 };
        var soon = (await _dam.JobAsync(await ImportAsync(Final, "a.mp4"), Cancellation)).AssetIds.Single();
        Assert.Equal("a.mp4", (await _dam.ItemAsync(soon, isFolder: false, Cancellation)).Name);

        _sandbox.OpenText.Settings = _sandbox.OpenText.Settings with { HidesNewFor = 100 };
        var never = (await _dam.JobAsync(await ImportAsync(Final, "b.mp4"), Cancellation)).AssetIds.Single();
        var fault = await Assert.ThrowsAsync<ConnectorException>(() => _dam.ItemAsync(never, isFolder: false, Cancellation));

        Assert.Equal("http-404", fault.RemoteCode);
        Assert.Equal(5, _sandbox.OpenText.Requests.Entries.Count(request => request.Path.EndsWith(never, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task The_name_that_a_file_is_stored_with_is_read_back()
    {
        _sandbox.OpenText.Settings = _sandbox.OpenText.Settings with { CleansNames = true, JobLooks = 0, HasBareJobs = true };

        var job = await ImportAsync(Final, "a,b&c (1).mp4");

        var done = await _dam.JobAsync(job, Cancellation);
        Assert.Equal((DamJobState.Done, 0), (done.State, done.AssetIds.Count));
        Assert.Equal("a_b_c__1_.mp4", (await _dam.FindByJobAsync(Final.Id, job, Cancellation))?.Name);
    }

    [Fact]
    public async Task A_folder_that_is_renamed_meanwhile_takes_the_import_by_its_id()
    {
        var folder = Final;
        _sandbox.OpenText.Rename(folder.Id, "Final Assets (old)");

        await ImportAsync(folder, "a.mp4");

        Assert.Equal("Public Folders/Campaigns/CAMPAIGN_001/Final Assets (old)", _sandbox.OpenText.Items.Single(item => item.ImportJobId is not null).Folder);
    }

    [Fact]
    public async Task A_job_that_fails_says_why_and_a_refused_import_is_no_job()
    {
        _sandbox.OpenText.Settings = _sandbox.OpenText.Settings with { JobFailure = "The file could not be analysed.", JobLooks = 0 };

        var job = await _dam.JobAsync(await ImportAsync(Final, "a.mp4"), Cancellation);
        var refused = await Assert.ThrowsAsync<ConnectorException>(() => ImportAsync(Final, "a.mp4", Representation.Replace("TRACKING ID", "NO SUCH", StringComparison.Ordinal)));

        Assert.Equal((DamJobState.Failed, "The file could not be analysed."), (job.State, job.Problem));
        Assert.Equal((CallFault.Permanent, false), (refused.Kind, refused.OutcomeUnknown));
        Assert.Contains("The metadata field NO SUCH does not exist", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_more_calls_are_under_way_than_the_settings_allow()
    {
        var url = new Uri(_sandbox.HttpUrl, "opentext");
        using var dam = OpenTextDam.Create(
            new OpenTextOptions { Connection = "dam", BaseUrl = url, AuthUrl = url, ClientId = "reelway-sandbox", ClientSecret = "sandbox-otds-secret", Concurrency = 2 }, _http);
        _sandbox.Faults.Add(new SandboxFault("opentext", FaultEffect.Hang, new FaultMatch { Path = "*/rootfolders" }, Times: 100));
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);

        var calls = Enumerable.Range(0, 6).Select(_ => dam.RootsAsync(cancel.Token)).ToList();
        await _sandbox.OpenText.Requests.WaitAsync(requests => requests.Count(request => request.Fault == FaultEffect.Hang) == 2, Cancellation);
        await cancel.CancelAsync();

        foreach (var call in calls)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        }

        Assert.Equal(2, _sandbox.OpenText.Requests.Entries.Count(request => request.Fault == FaultEffect.Hang));
    }

    private SandboxDamItem Campaign => _sandbox.OpenText.Campaigns[0];

    private string StatusNow => Campaign.Fields[Status][0];

    private SandboxDamItem Final => _sandbox.OpenText.Children(Campaign.Id)[^1];

    private int Patches => _sandbox.OpenText.Requests.Entries.Count(request => request.Method == "PATCH");

    private Task<DamItem> CampaignAsync() => _dam.ItemAsync(Campaign.Id, isFolder: true, Cancellation);

    private Task<DamChange> ChangeAsync(DamItem campaign, string from, string to) => _dam.ChangeFieldAsync(campaign, Status, from, to, Cancellation);

    private async Task<string> ImportAsync(SandboxDamItem folder, string name, string representation = Representation)
    {
        await using var content = new MemoryStream(Encoding.ASCII.GetBytes("hello"));
        return await _dam.ImportAsync(new DamImport(folder.Id, name, "video/mp4", 5, representation), content, Cancellation);
    }

    private void Order(FaultEffect effect, string method, string? path = null) => _sandbox.Faults.Add(new SandboxFault("opentext", effect, new FaultMatch { Method = method, Path = path }));
}
