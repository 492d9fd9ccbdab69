using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Reelway.Access;
using Reelway.Contracts.Servers;
using Reelway.Contracts.Time;
using Reelway.Engine;
using Reelway.Frame.Audit;
using Reelway.Frame.Schedules;
using Reelway.Storage.Migrations;
using Reelway.Tests.Connections;
using Reelway.Tests.Events;
using Reelway.Tests.Frame.Web;

namespace Reelway.Tests.Access;

/// <summary>What the audit log keeps, whichever database it is on.</summary>
public abstract class AuditStoreContract : IAsyncLifetime
{
    private readonly ManualClock _clock = new();
    private SharedStore _store = null!;
    private AuditStore _audit = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected abstract Task<SharedStore> StoreAsync();

    public async ValueTask InitializeAsync()
    {
        _store = await StoreAsync();
        var database = await _store.OpenAsync(_clock, Cancellation);
        await Migrator.ApplyAsync(database, [AuditStore.Migrations], _clock, Cancellation);
        _audit = new AuditStore(database);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Entries_are_found_by_who_what_and_when()
    {
        await _audit.RecordAsync("ana", "person.role", "person/boris", "", Cancellation);
        _clock.Advance(TimeSpan.FromHours(1));
        await _audit.RecordAsync("ana", "persons%", "person/boris", "", Cancellation);
        await _audit.RecordAsync("boris", "person.signed-in", "person/boris", "", Cancellation);

        Assert.Equal(["person.signed-in", "persons%", "person.role"], await ActionsAsync(new AuditQuery()));
        Assert.Equal(["persons%", "person.role"], await ActionsAsync(new AuditQuery(Actor: "ana")));
        Assert.Equal(["person.signed-in", "person.role"], await ActionsAsync(new AuditQuery(Action: "person.*")));
        Assert.Equal(["persons%"], await ActionsAsync(new AuditQuery(Action: "persons%*")));
        Assert.Equal(["person.role"], await ActionsAsync(new AuditQuery(Action: "person.role", Subject: "person/boris")));
        Assert.Equal(["person.role"], await ActionsAsync(new AuditQuery(Until: _clock.GetUtcNow())));
        Assert.Equal(["person.signed-in", "persons%"], await ActionsAsync(new AuditQuery(Since: _clock.GetUtcNow())));
    }

    [Fact]
    public async Task What_is_older_than_is_kept_is_removed_and_nothing_else()
    {
        await _audit.RecordAsync("ana", "old", "x/1", "", Cancellation);
        _clock.Advance(TimeSpan.FromDays(10));
        await _audit.RecordAsync("ana", "new", "x/1", "", Cancellation);

        Assert.Equal(1, await _audit.PurgeAsync(TimeSpan.FromDays(9), Cancellation));
        Assert.Equal(["new"], await ActionsAsync(new AuditQuery()));
    }

    [Theory]
    [InlineData(9, "new")]
    [InlineData(11, "new old")]
    [InlineData(0, "new old")]
    public async Task The_schedule_removes_what_the_setting_does_not_keep(int days, string left)
    {
        await _audit.RecordAsync("ana", "old", "x/1", "", Cancellation);
        _clock.Advance(TimeSpan.FromDays(10));
        await _audit.RecordAsync("ana", "new", "x/1", "", Cancellation);
        await using var process = await EventProcess.StartAsync(await _store.OpenAsync(_clock, Cancellation), _clock, [], works: true, services => services
            .AddSingleton(_audit).AddSingleton(new AccessOptions { KeepAudit = TimeSpan.FromDays(days) }).AddFlow<PurgeAudit, ScheduledSlot, PurgedAudit>(), AuditStore.Migrations);

        var run = await process.Runs.StartAsync("audit.purge", "once", new ScheduledSlot("audit.purge", _clock.GetUtcNow()), Cancellation);
        Assert.Equal(RunState.Succeeded, (await process.Runs.WaitAsync(run.Id, Cancellation)).Summary.State);

        Assert.Equal(left, string.Join(' ', await ActionsAsync(new AuditQuery())));
    }

    private async Task<IEnumerable<string>> ActionsAsync(AuditQuery query) => (await _audit.SearchAsync(query, long.MaxValue, 50, Cancellation)).Select(entry => entry.Action);
}

public sealed class SqliteAuditStoreTests : AuditStoreContract
{
    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnSqliteAsync();
}

public sealed class PostgresAuditStoreTests(SharedServers servers) : AuditStoreContract
{
    private protected override Task<SharedStore> StoreAsync() => SharedStore.OnPostgresAsync(servers, TestContext.Current.CancellationToken);
}

/// <summary>The audit log over HTTP.</summary>
public sealed class AuditTests
{
    private const string AllKey = "a key of enough characters";
    private readonly CancellationToken _cancellation = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sign_ins_and_people_are_recorded_with_before_and_after_and_why()
    {
        await using var server = await PeopleServer.StartAsync(_cancellation);
        using var root = await server.SignInAsync("root", _cancellation);
        await server.AddAsync("ana", "viewer", _cancellation);
        await server.People.SetRoleAsync("ana", new RoleRequest("producer", "She takes over."), version: null, "root", _cancellation);

        var page = await root.GetPageAsync("/audit?subject=person/ana", _cancellation);
        var all = (await root.GetJsonAsync("/api/v1/audit", _cancellation)).GetProperty("items").EnumerateArray().ToList();

        Assert.Contains("She takes over.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("person/root", page, StringComparison.Ordinal);
        Assert.Contains(all, entry => (entry.GetProperty("actor").GetString(), entry.GetProperty("action").GetString()) == ("root", "person.signed-in"));
        var role = all.Single(entry => entry.GetProperty("action").GetString() == "person.role");
        Assert.Equal(("viewer", "producer", "She takes over."), (role.GetProperty("before").GetString(), role.GetProperty("after").GetString(), role.GetProperty("reason").GetString()));
    }

    // Written as they are read: those of full width are = + - @ to some spreadsheets.
    [Theory]
    [InlineData("=1+1")]
    [InlineData("+1")]
    [InlineData("-1")]
    [InlineData("@SUM(A1)")]
    [InlineData("\uFF1D1+1")]
    [InlineData("\uFF20SUM(A1)")]
    public async Task A_cell_of_an_export_is_text_to_a_spreadsheet(string reason)
    {
        await using var server = await WebServer.StartWithPeopleAsync(_cancellation, options => options.ApiKey = AllKey);
        using var client = server.Client(AllKey);
        await server.Service<AuditStore>().RecordAsync(reason, "test.done", "test/1", "", _cancellation);

        var rows = (await client.GetStringAsync("/api/v1/audit/export?format=csv&subject=test/1", _cancellation)).Split("\r\n");

        Assert.Contains($",'{reason},test.done,", rows[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_has_everything_and_is_recorded_itself()
    {
        await using var server = await WebServer.StartWithPeopleAsync(_cancellation, options => options.ApiKey = AllKey);
        using var client = server.Client(AllKey);
        for (var number = 0; number < 1201; number++)
        {
            await server.Service<AuditStore>().RecordAsync("a test", "test.done", $"test/{number}", "=1+1, \"quoted\"", _cancellation);
        }

        var lines = (await client.GetStringAsync("/api/v1/audit/export?action=test.*", _cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var rows = (await client.GetStringAsync("/api/v1/audit/export?format=csv&subject=test/7", _cancellation)).Split("\r\n");

        Assert.Equal(1201, lines.Length);
        Assert.Equal("test/1200", JsonDocument.Parse(lines[0]).RootElement.GetProperty("subject").GetString());
        Assert.Equal("at,actor,action,subject,detail,before,after,reason", rows[0]);
        // A spreadsheet takes it for text.
        Assert.EndsWith(",a test,test.done,test/7,\"'=1+1, \"\"quoted\"\"\",,,", rows[1], StringComparison.Ordinal);
        var exports = await client.GetJsonAsync("/api/v1/audit?action=audit.exported", _cancellation);
        Assert.Equal(2, exports.GetProperty("items").GetArrayLength());
        using var wrong = await client.GetAsync("/api/v1/audit/export?format=xls", _cancellation);
        await wrong.ReadProblemAsync(HttpStatusCode.BadRequest, "invalid-request", _cancellation);
    }
}
