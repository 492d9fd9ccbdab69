using System.Security.Cryptography;
using Reelway.Connectors.OpenText;
using Reelway.Contracts.Connectors;
using Reelway.Sandbox;
using Reelway.Sandbox.Faults;
using Reelway.Sandbox.OpenText;

namespace Reelway.Connectors.Tests.OpenText;

/// <summary>The client against the stand-in, which knows no code of it.</summary>
public sealed class OpenTextSandboxTests : IAsyncLifetime
{
    private const string Status = "CAMPAIGN STATUS";
    private const string Is = "ARTESIA.OPERATOR.CHAR.IS";

    private readonly CapturedLog _log = new();
    private SandboxServer _sandbox = null!;
    private ConnectorHttp _http = null!;
    private OpenTextDam _dam = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { OpenText = new OpenTextSandboxOptions { Campaigns = 3, Masters = 5, MasterBytes = 200_000 } }, Cancellation);
        _http = new ConnectorHttp(TimeProvider.System, _log);
        _dam = Connect(OpenTextSignIn.Otds);
    }

    public async ValueTask DisposeAsync()
    {
        _dam.Dispose();
        _http.Dispose();
        await _sandbox.DisposeAsync();
        _log.Dispose();
    }

    [Theory]
    [InlineData(OpenTextSignIn.Otds)]
    [InlineData(OpenTextSignIn.Session)]
    [InlineData(OpenTextSignIn.Oauth)]
    [InlineData(OpenTextSignIn.Ticket)]
    public async Task Each_way_to_sign_in_reads_and_writes(OpenTextSignIn way)
    {
        using var dam = Connect(way);
        var campaign = (await dam.SearchAllAsync(InStatus("A1"), 10, Cancellation))[0];

        Assert.Equal(DamChange.Changed, await dam.ChangeFieldAsync(campaign, Status, "A1", "A2", Cancellation));
        Assert.Equal(["Public Folders"], (await dam.RootsAsync(Cancellation)).Select(root => root.Name));
    }

    [Theory]
    [InlineData(OpenTextSignIn.Otds, false)]
    [InlineData(OpenTextSignIn.Session, false)]
    [InlineData(OpenTextSignIn.Session, true)]
    public async Task A_sign_in_that_ended_is_renewed_once_for_all_calls(OpenTextSignIn way, bool with500)
    {
        using var dam = Connect(way);
        _sandbox.OpenText.Settings = _sandbox.OpenText.Settings with { SessionsDieWith500 = with500 };
        await dam.RootsAsync(Cancellation);
        _sandbox.OpenText.EndSignIns();

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => dam.RootsAsync(Cancellation)));

        Assert.Equal(2, _sandbox.OpenText.SignIns);
        Assert.Contains("signing in again", _log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_credentials_hold_up_the_connection_and_name_what_to_check()
    {
        using var dam = OpenTextDam.Create(
            new OpenTextOptions { Connection = "dam", BaseUrl = Base, AuthUrl = Base, ClientId = "reelway-sandbox", ClientSecret = "wrong-secret" }, _http);

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => dam.RootsAsync(Cancellation));

        Assert.Equal((CallFault.Auth, "connection:dam"), (fault.Kind, fault.Scope));
        Assert.Contains("check sign_in, client_id and client_secret of connection dam", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_brings_all_pages_however_few_the_site_gives_at_a_time()
    {
        _sandbox.OpenText.AddCampaigns(7, 0);
        _sandbox.OpenText.Settings = _sandbox.OpenText.Settings with { MostPerPage = 3 };

        var all = await _dam.SearchAllAsync(InStatus("A1"), 100, Cancellation);
        var some = await _dam.SearchAllAsync(InStatus("A1"), 4, Cancellation);

        Assert.Equal((10, 4), (all.Count, some.Count));
        Assert.All(all, campaign => Assert.True(campaign is { IsFolder: true, HasMetadata: true }));
        Assert.Equal("C-2026-001", all[0].Field("CAMPAIGN NUMBER"));
        Assert.Empty(await _dam.SearchAllAsync(InStatus("A3"), 100, Cancellation));
    }

    [Fact]
    public async Task A_list_that_was_read_short_is_a_fault()
    {
        var folder = MastersOf(0);
        _sandbox.OpenText.Settings = _sandbox.OpenText.Settings with { ReadsShort = 1 };

        var search = await Assert.ThrowsAsync<ConnectorException>(() => _dam.SearchAllAsync(InStatus("A1"), 100, Cancellation));
        var children = await Assert.ThrowsAsync<ConnectorException>(() => _dam.ChildrenAsync(folder.Id, Cancellation));

        Assert.Contains("2 of 3 came", search.Message, StringComparison.Ordinal);
        Assert.Contains("4 of 5 came", children.Message, StringComparison.Ordinal);
        Assert.All([search, children], fault => Assert.Equal(CallFault.Transient, fault.Kind));
    }

    [Fact]
    public async Task A_condition_that_the_site_does_not_know_is_a_fault_and_never_too_many_hits()
    {
        var search = new DamSearch([.. InStatus("A1").Conditions, new DamCondition("ACME.FIELD.NO SUCH", Is, "x")]);

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => _dam.SearchAllAsync(search, 100, Cancellation));

        Assert.Equal(CallFault.Permanent, fault.Kind);
        Assert.Contains("check the fields CAMPAIGN STATUS, ACME.FIELD.NO SUCH", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hit_of_an_index_that_lags_behind_is_right_once_it_is_read_by_its_id()
    {
        _sandbox.OpenText.Settings = _sandbox.OpenText.Settings with { IndexLagMs = 3_600_000 };
        _sandbox.OpenText.SetField(_sandbox.OpenText.Campaigns[0].Id, Status, "A2");

        var hit = (await _dam.SearchAllAsync(InStatus("A1"), 100, Cancellation))[0];
        var item = await _dam.ItemAsync(hit.Id, hit.IsFolder, Cancellation);

        Assert.Equal(("A1", "A2"), (hit.Field(Status), item.Field(Status)));
    }

    [Fact]
    public async Task Children_are_all_there_with_metadata_and_without_what_was_deleted()
    {
        var folder = MastersOf(1);
        var masters = _sandbox.OpenText.Children(folder.Id);
        _sandbox.OpenText.Delete(masters[2].Id);
        var newer = _sandbox.OpenText.AddVersion(masters[3].Id);
        _sandbox.OpenText.Settings = _sandbox.OpenText.Settings with { MostPerPage = 2 };

        var children = await _dam.ChildrenAsync(folder.Id, Cancellation);

        Assert.Equal(4, children.Count);
        Assert.All(children, child => Assert.Equal("EN", child.Field("MAIN_LANGUAGES")));
        var latest = children.Single(child => child.Version == 2);
        Assert.Equal((newer.Id, masters[3].Id, true), (latest.Id, latest.OriginalId, latest.IsLatest));
        Assert.False((await _dam.ItemAsync(masters[3].Id, isFolder: false, Cancellation)).IsLatest);
    }

    [Fact]
    public async Task A_download_is_the_file_and_its_digest_is_told()
    {
        var master = await MasterAsync();
        var progress = new List<double>();
        using var copy = new MemoryStream();

        var sha1 = await _dam.DownloadAsync(master, copy, new Told(progress), Cancellation);

        using var original = new MemoryStream();
        await _sandbox.OpenText.Open(master.Id).CopyToAsync(original, Cancellation);
        Assert.Equal(original.ToArray(), copy.ToArray());
#pragma warning disable CA5350 // The digest that Box names.
        Assert.Equal(Convert.ToHexStringLower(SHA1.HashData(original.ToArray())), sha1);
#pragma warning restore CA5350
        Assert.Equal(1, progress[^1]);
    }

    [Fact]
    public async Task A_download_of_another_size_or_content_than_described_is_a_fault_that_names_both()
    {
        var master = await MasterAsync();
        _sandbox.OpenText.Settings = _sandbox.OpenText.Settings with { UnderstatesBytes = 1 };
        var understated = await MasterAsync();

        var size = await Assert.ThrowsAsync<ConnectorException>(() => _dam.DownloadAsync(understated, Stream.Null, null, Cancellation));
        var content = await Assert.ThrowsAsync<ConnectorException>(() => _dam.DownloadAsync(master with { Checksum = new string('0', 32) }, Stream.Null, null, Cancellation));
        await _dam.DownloadAsync(master with { Checksum = "sha256-of-some-other-kind" }, Stream.Null, null, Cancellation);

        Assert.Contains("described with 199999 bytes, and 200000 came", size.Message, StringComparison.Ordinal);
        Assert.Contains($"described with checksum {new string('0', 32)}, and what came has {master.Checksum}", content.Message, StringComparison.Ordinal);
        Assert.All([size, content], fault => Assert.Equal(CallFault.Transient, fault.Kind));
    }

    [Fact]
    public async Task A_download_follows_to_the_store_and_leaves_the_token_behind()
    {
        _sandbox.OpenText.Settings = _sandbox.OpenText.Settings with { RedirectsContents = true };
        using var copy = new MemoryStream();

        // The store refuses whoever comes with credentials of another system.
        await _dam.DownloadAsync(await MasterAsync(), copy, null, Cancellation);

        Assert.Equal(200_000, copy.Length);
        Assert.Contains(_sandbox.OpenText.Requests.Entries, request => request.Path.StartsWith("/opentext/store/", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_cannot_be_downloaded_is_told_as_what_it_is()
    {
        var master = await MasterAsync();
        Order(FaultEffect.Cut, "*/contents");

        var cut = await Assert.ThrowsAsync<ConnectorException>(() => _dam.DownloadAsync(master, Stream.Null, null, Cancellation));
        var missing = await Assert.ThrowsAsync<ConnectorException>(() => _dam.DownloadAsync(master with { Id = "unknown" }, Stream.Null, null, Cancellation));
        Order(FaultEffect.ExpireToken, "*/contents");
        await _dam.DownloadAsync(master, Stream.Null, null, Cancellation);

        Assert.Equal((CallFault.Transient, CallFault.Permanent), (cut.Kind, missing.Kind));
        Assert.Contains("it is not there, or reelway-sandbox may not see it", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Drop_downs_are_read_with_their_codes_display_texts_and_ends()
    {
        Assert.Contains("MAIN_LANGUAGES.DOMAIN", await _dam.DomainsAsync(Cancellation));

        var languages = await _dam.DomainAsync("MAIN_LANGUAGES.DOMAIN", Cancellation);

        Assert.Contains(new DamDomainValue("EN", "English", Expired: false), languages);
        Assert.Contains(new DamDomainValue("FR", "French ", Expired: false), languages);
        Assert.Contains(new DamDomainValue("LA", "Latin", Expired: true), languages);
    }

    [Fact]
    public async Task The_check_signs_in_and_says_what_it_sees()
    {
        using var clients = new ConnectionClients(
            ConnectorCatalog.Require("opentext"), Options(OpenTextSignIn.Otds), new ConnectionTools(_http, _log, TimeProvider.System));

        var check = await clients.CheckAsync(Cancellation);

        Assert.Null(check.Problem);
        Assert.Equal($"reelway-sandbox at {Base}/otmmapi/v6; root folders: Public Folders", check.Identity);
    }

    private Uri Base => new(_sandbox.HttpUrl, "opentext");

    private static DamSearch InStatus(string status) => new([new DamCondition(Status, Is, status)]);

    private SandboxDamItem MastersOf(int campaign) => _sandbox.OpenText.Children(_sandbox.OpenText.Campaigns[campaign].Id).Single(child => child.Name == "Master Assets");

    private Task<DamItem> MasterAsync() => _dam.ItemAsync(_sandbox.OpenText.Children(MastersOf(0).Id)[0].Id, isFolder: false, Cancellation);

    private void Order(FaultEffect effect, string path) => _sandbox.Faults.Add(new SandboxFault("opentext", effect, new FaultMatch { Path = path }));

    private OpenTextDam Connect(OpenTextSignIn way) => OpenTextDam.Create(Options(way), _http);

    private OpenTextOptions Options(OpenTextSignIn way) => new()
    {
        Connection = "dam",
        BaseUrl = Base,
        AuthUrl = new Uri($"{Base}/otdsws/oauth2/token"),
        SignIn = way,
        ClientId = "reelway-sandbox",
        ClientSecret = "sandbox-otds-secret",
        Username = "svc_dam",
        Password = "sandbox-dam-password",
        ResourceId = "otmm",
    };

    private sealed class Told(List<double> values) : IProgress<double>
    {
        public void Report(double value) => values.Add(value);
    }
}
