using System.Text;
using System.Text.Json;
using Reelway.Connectors.Google;
using Reelway.Contracts.Connectors;
using Reelway.Contracts.Time;

namespace Reelway.Connectors.Tests.Google;

/// <summary>What is sent, byte for byte where it matters, and how answers are read.</summary>
public sealed class GoogleRequestsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_tab_is_read_without_formulas_and_with_times_as_people_see_them()
    {
        await using var harness = new GoogleHarness();
        harness.Server.AnswerNext(RecordedAnswer.Read("Google", "ragged-rows"));

        var rows = await harness.Sheets.ReadAsync(GoogleHarness.Tab with { Tab = "Jon's talks/2" }, Cancellation);

        var request = Assert.Single(harness.Server.Received);
        Assert.Equal(
            "GET /v4/spreadsheets/1sheet/values/%27Jon%27%27s%20talks%2F2%27?valueRenderOption=UNFORMATTED_VALUE&dateTimeRenderOption=FORMATTED_STRING",
            $"{request.Method} {request.Target}");
        Assert.Equal($"Bearer {GoogleHarness.Token}", request.Headers["Authorization"]);
        Assert.Equal([["Title", "Start", "End", "Link"], [], ["Owls", "", "62.5"], ["=1+1", "TRUE", "0:10:00", "348304357505"], ["", "x"]], rows);
    }

    [Fact]
    public async Task An_empty_tab_has_no_rows()
    {
        await using var harness = new GoogleHarness();
        harness.Server.AnswerNext(RecordedAnswer.Read("Google", "empty-sheet"));

        Assert.Empty(await harness.Sheets.ReadAsync(GoogleHarness.Tab, Cancellation));
    }

    [Fact]
    public async Task Cells_are_written_raw_and_together()
    {
        await using var harness = new GoogleHarness();
        harness.Server.AnswerNext(ScriptedAnswer.Json("""{"spreadsheetId":"1sheet","totalUpdatedCells":2}"""));

        await harness.Sheets.WriteAsync(GoogleHarness.Tab, [new CellText(3, 6, "=1+1"), new CellText(0, 701, "ü \"b\"")], Cancellation);

        var request = Assert.Single(harness.Server.Received);
        Assert.Equal(("POST", "/v4/spreadsheets/1sheet/values:batchUpdate"), (request.Method, request.Target));
        Assert.Equal("application/json; charset=utf-8", request.Headers["Content-Type"]);
        using var body = JsonDocument.Parse(Encoding.Latin1.GetBytes(request.Body));
        using var expected = JsonDocument.Parse(
            """{"valueInputOption":"RAW","data":[{"range":"'Talks'!G4","values":[["=1+1"]]},{"range":"'Talks'!ZZ1","values":[["ü \"b\""]]}]}""");
        Assert.True(JsonElement.DeepEquals(expected.RootElement, body.RootElement), request.Body);
    }

    [Fact]
    public async Task Columns_are_read_in_one_call()
    {
        await using var harness = new GoogleHarness();
        harness.Server.AnswerNext(ScriptedAnswer.Json(
            """{"spreadsheetId":"1sheet","valueRanges":[{"range":"Talks!A1:A1000","values":[["Title","Owls"]]},{"range":"Talks!AA1:AA1000"}]}"""));

        var columns = await harness.Sheets.ReadColumnsAsync(GoogleHarness.Tab, [0, 26], Cancellation);

        Assert.Equal(
            "/v4/spreadsheets/1sheet/values:batchGet?ranges=%27Talks%27%21A%3AA&ranges=%27Talks%27%21AA%3AAA&majorDimension=COLUMNS"
                + "&valueRenderOption=UNFORMATTED_VALUE&dateTimeRenderOption=FORMATTED_STRING",
            harness.Server.Received[0].Target);
        Assert.Equal([["Title", "Owls"], []], columns);
    }

    [Fact]
    public async Task A_title_is_looked_for_among_the_sheets_of_all_drives()
    {
        await using var harness = new GoogleHarness();
        harness.Server.AnswerNext(
            ScriptedAnswer.Json("""{"files":[],"nextPageToken":"~!next/2"}"""),
            ScriptedAnswer.Json("""{"files":[{"id":"1x","name":"Jon's \\ talks"}]}"""),
            ScriptedAnswer.Json("""{"spreadsheetId":"1x","properties":{"title":"Jon's \\ talks"},"sheets":[{"properties":{"sheetId":7,"title":"Old","hidden":true}},{"properties":{"sheetId":0,"title":"New"}}]}"""));

        var found = await harness.Sheets.ResolveAsync(@"Jon's \ talks", null, Cancellation);

        const string Asked = "/drive/v3/files?q=name%20%3D%20%27Jon%5C%27s%20%5C%5C%20talks%27%20and%20mimeType%20%3D%20%27application%2Fvnd.google-apps.spreadsheet%27"
            + "%20and%20trashed%20%3D%20false&fields=nextPageToken%2Cfiles%28id%2Cname%29&pageSize=100&supportsAllDrives=true&includeItemsFromAllDrives=true";
        Assert.Equal(
            [Asked, Asked + "&pageToken=~%21next%2F2", "/v4/spreadsheets/1x?fields=spreadsheetId%2Cproperties.title%2Csheets.properties%28sheetId%2Ctitle%2Chidden%29"],
            harness.Server.Received.Select(request => request.Target));
        Assert.Equal(new GoogleSheetTab("1x", @"Jon's \ talks", "New"), found);
    }

    [Fact]
    public async Task The_assertion_is_made_out_to_Google_for_one_scope_and_an_hour()
    {
        var clock = new ManualClock();
        await using var harness = new GoogleHarness(clock: clock);
        harness.Server.Otherwise = _ => ScriptedAnswer.Json(harness.ReadAnswer);

        await harness.ReadAsync(Cancellation);

        var request = Assert.Single(harness.Tokens.Received);
        Assert.Equal(("POST", "/token"), (request.Method, request.Target));
        var form = System.Web.HttpUtility.ParseQueryString(request.Body);
        Assert.Equal("urn:ietf:params:oauth:grant-type:jwt-bearer", form["grant_type"]);
        var parts = form["assertion"]!.Split('.').Take(2).Select(part => JsonDocument.Parse(Decode(part)).RootElement).ToList();
        Assert.Equal(("RS256", "0123456789abcdef"), (parts[0].GetProperty("alg").GetString(), parts[0].GetProperty("kid").GetString()));
        Assert.Equal(
            (GoogleHarness.Account, "https://www.googleapis.com/auth/spreadsheets", "https://oauth2.googleapis.com/token"),
            (parts[1].GetProperty("iss").GetString(), parts[1].GetProperty("scope").GetString(), parts[1].GetProperty("aud").GetString()));
        Assert.Equal(clock.GetUtcNow().ToUnixTimeSeconds(), parts[1].GetProperty("iat").GetInt64());
        Assert.Equal(3600, parts[1].GetProperty("exp").GetInt64() - parts[1].GetProperty("iat").GetInt64());
    }

    [Fact]
    public async Task A_token_serves_until_a_minute_before_its_end()
    {
        var clock = new ManualClock();
        await using var harness = new GoogleHarness(clock: clock);
        harness.Server.Otherwise = _ => ScriptedAnswer.Json(harness.ReadAnswer);

        await harness.ReadAsync(Cancellation);
        clock.Advance(TimeSpan.FromSeconds(3538));
        await harness.ReadAsync(Cancellation);
        var before = harness.Tokens.Received.Count;
        clock.Advance(TimeSpan.FromSeconds(2));
        await harness.ReadAsync(Cancellation);

        Assert.Equal((1, 2), (before, harness.Tokens.Received.Count));
    }

    [Fact]
    public async Task Calls_at_the_same_time_fetch_one_token_between_them()
    {
        await using var harness = new GoogleHarness();
        harness.Server.Otherwise = _ => ScriptedAnswer.Json(harness.ReadAnswer);

        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => harness.ReadAsync(Cancellation)));

        Assert.Single(harness.Tokens.Received);
    }

    [Fact]
    public async Task A_token_refused_in_the_middle_is_fetched_anew_once_and_the_write_goes_on()
    {
        await using var harness = new GoogleHarness();
        harness.Server.AnswerNext(harness.LoginRefused, ScriptedAnswer.Json(harness.WriteAnswer));

        await harness.WriteAsync(Cancellation);

        Assert.Equal((2, 2), (harness.Server.Received.Count, harness.Tokens.Received.Count));
    }

    private static byte[] Decode(string part)
        => Convert.FromBase64String(part.Replace('-', '+').Replace('_', '/').PadRight((part.Length + 3) / 4 * 4, '='));
}
