using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Connectors.Google;
using Reelway.Contracts.Connectors;
using Reelway.Sandbox;
using Reelway.Sandbox.Faults;
using Reelway.Sandbox.Google;

namespace Reelway.Connectors.Tests.Google;

/// <summary>The client against the stand-in, which checks each assertion with code of its own.</summary>
public sealed class GoogleSandboxTests : IAsyncLifetime
{
    private readonly CapturedLog _log = new();
    private SandboxServer _sandbox = null!;
    private ConnectorHttp _http = null!;
    private GoogleSheets _sheets = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandbox = await SandboxServer.StartAsync(new SandboxOptions { Google = new GoogleSandboxOptions { PrivateKey = GoogleHarness.PrivateKey } }, Cancellation);
        _http = new ConnectorHttp(TimeProvider.System, _log);
        _sheets = GoogleSheets.Create(Options(), _http);
    }

    public async ValueTask DisposeAsync()
    {
        _sheets.Dispose();
        _http.Dispose();
        await _sandbox.DisposeAsync();
        _log.Dispose();
    }

    [Fact]
    public async Task A_sheet_is_found_by_id_by_address_and_by_title()
    {
        var made = _sandbox.Google.Create("WS_16_Speakers", [["Title"]], tab: "People");
        made.AddTab("Talks: day 2's");
        var second = $"https://docs.google.com/spreadsheets/d/{made.Id}/edit?gid={made.TabId("Talks: day 2's")}";

        var first = new GoogleSheetTab(made.Id, "WS_16_Speakers", "People");
        Assert.Equal(first, await _sheets.ResolveAsync("WS_16_Speakers", null, Cancellation));
        Assert.Equal(first, await _sheets.ResolveAsync(made.Id, "people", Cancellation));
        Assert.Equal(first with { Tab = "Talks: day 2's" }, await _sheets.ResolveAsync(second, null, Cancellation));
        Assert.Equal(first, await _sheets.ResolveAsync(second, "People", Cancellation));
        var missing = await Assert.ThrowsAsync<ConnectorException>(() => _sheets.ResolveAsync(made.Id, "Rooms", Cancellation));
        Assert.Contains("its tabs are \"People\", \"Talks: day 2's\"", missing.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_title_that_no_sheet_or_more_than_one_has_is_told_with_what_to_do()
    {
        _sandbox.Google.Settings = _sandbox.Google.Settings with { FilesPerList = 1 };
        _sandbox.Google.Create("Secret", [["x"]], isShared: false);
        var (one, other) = (_sandbox.Google.Create("Talks", [["x"]]), _sandbox.Google.Create("Talks", [["x"]]));
        _sandbox.Google.Create("Talks", [["x"]]).IsTrashed = true;
        var excel = _sandbox.Google.Create("Talks", [["x"]]);
        excel.IsExcelFile = true;

        var none = await Assert.ThrowsAsync<ConnectorException>(() => _sheets.ResolveAsync("Secret", null, Cancellation));
        var two = await Assert.ThrowsAsync<ConnectorException>(() => _sheets.ResolveAsync("Talks", null, Cancellation));
        other.Rename("talks");
        var exact = await _sheets.ResolveAsync("Talks", null, Cancellation);

        Assert.Contains($"no sheet titled \"Secret\" is shared with {_sheets.Account}; share it with this address", none.Message, StringComparison.Ordinal);
        Assert.Contains($"2 sheets titled \"Talks\" are shared with {_sheets.Account}: {one.Id}, {other.Id}; name the right one", two.Message, StringComparison.Ordinal);
        Assert.Equal(one.Id, exact.Id);
    }

    [Fact]
    public async Task What_is_written_raw_stays_what_it_is_and_what_a_person_types_does_not()
    {
        var made = _sandbox.Google.Create("Talks", [["Title", "Start"]]);
        var tab = await _sheets.ResolveAsync(made.Id, null, Cancellation);
        string[] odd = ["=1+1", "=HYPERLINK(\"https://evil.test\",\"x\")", "+44 1", "007", "1-2", "TRUE", "'quoted", "0:10:00", "é\n\"x\""];

        await _sheets.WriteAsync(tab, [.. odd.Select((text, row) => new CellText(row + 1, 0, text))], Cancellation);
        for (var row = 0; row < odd.Length; row++)
        {
            made.Type(row + 2, 2, odd[row]);
        }

        var read = await _sheets.ReadAsync(tab, Cancellation);
        Assert.Equal(odd, read.Skip(1).Select(cells => cells[0]));
        Assert.Equal(["#NAME?", "x", "+44 1", "7", "1-2", "TRUE", "quoted", "0:10:00", "é\n\"x\""], read.Skip(1).Select(cells => cells[1]));
        Assert.All(Enumerable.Range(2, odd.Length), row => Assert.Null(made.FormulaOf(row, 1)));
        Assert.Equal("=1+1", made.FormulaOf(2, 2));
        Assert.Single(_sandbox.Google.Requests.Entries, request => request.Method == "POST" && request.Path.EndsWith("batchUpdate", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rows_are_ragged_and_columns_come_whole()
    {
        var made = _sandbox.Google.Create("Talks", [["A", "", "C"], [], ["", "b"], ["a"]]);
        var tab = await _sheets.ResolveAsync(made.Id, null, Cancellation);

        Assert.Equal([["A", "", "C"], [], ["", "b"], ["a"]], await _sheets.ReadAsync(tab, Cancellation));
        Assert.Equal([["A", "", "", "a"], [], ["C"]], await _sheets.ReadColumnsAsync(tab, [0, 25, 2], Cancellation));
    }

    [Fact]
    public async Task A_token_that_ends_in_the_middle_costs_nothing()
    {
        var made = _sandbox.Google.Create("Talks", [["A"]]);
        var tab = await _sheets.ResolveAsync(made.Id, null, Cancellation);
        _sandbox.Google.ExpireTokens();

        await _sheets.WriteAsync(tab, [new CellText(1, 0, "x")], Cancellation);
        _sandbox.Faults.Add(new SandboxFault("google", FaultEffect.ExpireToken, new FaultMatch { Method = "GET" }));
        await _sheets.ReadAsync(tab, Cancellation);

        Assert.Equal([["A"], ["x"]], made.Rows());
        Assert.Equal(3, _sandbox.Google.TokensIssued);
    }

    [Fact]
    public async Task The_quota_of_a_minute_is_the_whole_accounts()
    {
        var made = _sandbox.Google.Create("Talks", [["A"]]);
        _sandbox.Google.Settings = _sandbox.Google.Settings with { ReadsPerMinute = 2 };
        var tab = await _sheets.ResolveAsync(made.Id, null, Cancellation);
        await _sheets.ReadAsync(tab, Cancellation);

        var unnamed = await Assert.ThrowsAsync<ConnectorException>(() => _sheets.ReadAsync(tab, Cancellation));
        _sandbox.Google.Settings = _sandbox.Google.Settings with { NamesRetryAfter = true };
        var named = await Assert.ThrowsAsync<ConnectorException>(() => _sheets.ReadAsync(tab, Cancellation));

        Assert.Equal((CallFault.RateLimited, "connection:google", TimeSpan.FromMinutes(1)), (unnamed.Kind, unnamed.Scope, unnamed.RetryAfter));
        Assert.InRange(named.RetryAfter!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Versions_change_with_the_sheet_and_are_done_without_where_Drive_is_switched_off()
    {
        var made = _sandbox.Google.Create("Talks", [["A"]]);
        var tab = await _sheets.ResolveAsync(made.Id, null, Cancellation);
        var before = await _sheets.ReadVersionAsync(tab, Cancellation);
        var again = await _sheets.ReadVersionAsync(tab, Cancellation);
        made.Type(2, 1, "x");
        var after = await _sheets.ReadVersionAsync(tab, Cancellation);
        _sandbox.Google.Settings = _sandbox.Google.Settings with { DriveEnabled = false };

        Assert.Null(await _sheets.ReadVersionAsync(tab, Cancellation));
        var asked = _sandbox.Google.Requests.Total;
        Assert.Null(await _sheets.ReadVersionAsync(tab, Cancellation));

        Assert.Equal((before, asked), (again, _sandbox.Google.Requests.Total));
        Assert.NotEqual(before, after);
        Assert.Contains("switch on the Google Drive API", _log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sheet_that_may_only_be_read_says_with_whom_to_share_it()
    {
        var made = _sandbox.Google.Create("Talks", [["A"]]);
        made.IsReadOnly = true;
        var tab = await _sheets.ResolveAsync(made.Id, null, Cancellation);

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => _sheets.WriteAsync(tab, [new CellText(1, 0, "x")], Cancellation));

        Assert.Equal((CallFault.Auth, null, false), (fault.Kind, fault.Scope, fault.OutcomeUnknown));
        Assert.Contains($"share the sheet with {_sheets.Account} as an editor", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_check_tells_the_account_its_sheets_and_its_permissions()
    {
        _sandbox.Google.Create("Talks", [["A"]]);
        using var clients = Clients(Options());
        var good = await clients.CheckAsync(Cancellation);
        _sandbox.Google.Settings = _sandbox.Google.Settings with { DriveEnabled = false };
        var withoutDrive = await clients.CheckAsync(Cancellation);
        _sandbox.Google.Settings = _sandbox.Google.Settings with { SheetsEnabled = false };
        var withoutSheets = await clients.CheckAsync(Cancellation);

        Assert.Equal((null, $"{_sheets.Account}; 1 sheets are shared with it"), (good.Problem, good.Identity));
        Assert.Empty(good.Warnings);
        Assert.Equal([true, true], good.Permissions.Select(permission => permission.IsGranted));
        Assert.Null(withoutDrive.Problem);
        Assert.Contains("switch on the Google Drive API", Assert.Single(withoutDrive.Warnings), StringComparison.Ordinal);
        Assert.Contains("switch on the Google Sheets API", withoutSheets.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_was_replaced_is_told_as_such()
    {
        using var other = RSA.Create(2048);
        using var clients = Clients(Options(other.ExportPkcs8PrivateKeyPem()));

        var check = await clients.CheckAsync(Cancellation);

        Assert.Equal((CallFault.Auth, "connection:google"), (check.Fault!.Kind, check.Fault.Scope));
        Assert.Contains("Invalid JWT Signature [invalid_grant]", check.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_clock_that_is_wrong_is_told_as_such()
    {
        _sandbox.Google.Settings = _sandbox.Google.Settings with { ClockAheadSeconds = 7200 };

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => _sheets.ResolveAsync("Talks", null, Cancellation));

        Assert.Contains("set this machine's clock right", fault.Message, StringComparison.Ordinal);
    }

    private ConnectionClients Clients(GoogleOptions options)
        => new(ConnectorCatalog.Require("google"), options, new ConnectionTools(_http, NullLoggerFactory.Instance, TimeProvider.System));

    private GoogleOptions Options(string? privateKey = null)
    {
        var key = JsonNode.Parse(_sandbox.Google.KeyFile(_sandbox.HttpUrl))!;
        key["private_key"] = privateKey ?? (string)key["private_key"]!;
        return new GoogleOptions
        {
            Key = key.ToJsonString(),
            SheetsUrl = new Uri(_sandbox.HttpUrl, "/google"),
            DriveUrl = new Uri(_sandbox.HttpUrl, "/google/"),
        };
    }
}
