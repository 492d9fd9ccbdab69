using System.Text;
using System.Text.Json;
using Reelway.Connectors.OpenText;
using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.OpenText;

/// <summary>What goes over the wire, and what answers mean that the stand-in does not give.</summary>
public sealed class OpenTextRequestsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_file_name_is_sent_as_it_is_and_equals_that_of_the_manifest()
    {
        await using var harness = new OpenTextHarness();
        harness.Server.AnswerNext(ScriptedAnswer.Json("""{"job_handle":{"job_id":1125}}"""));

        var job = await harness.ImportAsync("žluť & co; (1), o'clock.mp4", Cancellation);

        // The server keeps bodies byte for byte in Latin-1.
        var body = Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(harness.Server.Received[0].Body));
        Assert.Contains("Content-Disposition: form-data; name=\"files\"; filename=\"žluť & co; (1), o'clock.mp4\"\r\n", body, StringComparison.Ordinal);
        Assert.DoesNotContain("=?utf-8", body, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("filename*", body, StringComparison.Ordinal);
        var manifest = body.Split("name=\"manifest\"")[1].Split("\r\n\r\n")[1].Split("\r\n--")[0];
        var named = JsonDocument.Parse(manifest).RootElement.GetProperty("upload_manifest").GetProperty("master_files")[0].GetProperty("file");
        Assert.Equal("žluť & co; (1), o'clock.mp4", named.GetProperty("file_name").GetString());
        Assert.Equal("1125", job);
    }

    [Theory]
    [InlineData("a\"b.mp4", "the character \" at position 2")]
    [InlineData("spot\u0001.mp4", "the control character U+0001 at position 5")]
    [InlineData("a/b.mp4", "the character / at position 2")]
    [InlineData("", "its name is empty")]
    public async Task A_name_that_cannot_be_sent_is_refused_with_its_character_and_place_before_anything_is_sent(string name, string problem)
    {
        await using var harness = new OpenTextHarness();

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.ImportAsync(name, Cancellation));

        Assert.Equal(CallFault.Permanent, fault.Kind);
        Assert.Contains(problem, fault.Message, StringComparison.Ordinal);
        Assert.Empty(harness.Server.Received);
    }

    [Fact]
    public async Task An_import_of_another_size_than_its_file_is_refused_with_both()
    {
        await using var harness = new OpenTextHarness();
        await using var content = new MemoryStream(new byte[20]);

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.Dam.ImportAsync(new DamImport("f01d", "a.mp4", "video/mp4", 21, "{}"), content, Cancellation));

        Assert.Contains("described with 21 bytes, and the file has 20", fault.Message, StringComparison.Ordinal);
        Assert.Empty(harness.Server.Received);
    }

    [Theory]
    [InlineData(500, """{"exception_body":{"message":"Model does not fit","error_code":"MODEL"}}""", CallFault.Permanent, "MODEL")]
    [InlineData(500, """{"exception_body":{"message":"Server is busy","error_code":"BUSY"}}""", CallFault.Transient, "BUSY")]
    [InlineData(500, """{"exception_body":{"message":"Null pointer"}}""", CallFault.Transient, "http-500")]
    [InlineData(500, """{"exception_body":{"message":"Asset is locked by another user.","error_code":"X1"}}""", CallFault.Transient, "locked")]
    [InlineData(409, """{"exception_body":{"message":"Nobody can have it now"}}""", CallFault.Transient, "locked")]
    [InlineData(409, """{"exception_body":{"message":"Name is taken","error_code":"DUPLICATE"}}""", CallFault.Permanent, "DUPLICATE")]
    [InlineData(404, """{"exception_body":{"message":"Gone","error_code":"NOT_FOUND"}}""", CallFault.Permanent, "http-404")]
    [InlineData(403, """{"exception_body":{"message":"No","error_code":"DENIED"}}""", CallFault.Auth, "DENIED")]
    [InlineData(400, "<html><title>Bad Request</title></html>", CallFault.Permanent, "http-400")]
    public async Task An_error_is_read_for_what_it_means_and_not_by_its_status_alone(int status, string body, CallFault kind, string code)
    {
        await using var harness = new OpenTextHarness(change: options => With(options, transient: ["BUSY"]));
        harness.Server.Otherwise = _ => ScriptedAnswer.Json(body, status);

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.ImportAsync("a.mp4", Cancellation));

        Assert.Equal((kind, code), (fault.Kind, fault.RemoteCode));
        Assert.Null(fault.Scope);
    }

    [Fact]
    public async Task A_status_that_the_settings_do_not_name_is_not_repeated()
    {
        await using var harness = new OpenTextHarness(change: options => With(options, retry: [503]));
        harness.Server.Otherwise = _ => ScriptedAnswer.Empty(502);

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.ReadAsync(Cancellation));

        Assert.Equal(CallFault.Permanent, fault.Kind);
        Assert.Single(harness.Server.Received);
    }

    [Fact]
    public async Task A_page_that_counts_items_and_has_none_is_no_empty_result()
    {
        await using var harness = new OpenTextHarness();
        harness.Server.Otherwise = _ => ScriptedAnswer.Json("""{"search_result_resource":{"search_result":{"hit_count":10,"total_hit_count":10,"contains_invalid_conditions":false}}}""");

        var counted = await Assert.ThrowsAsync<ConnectorException>(() => harness.Dam.SearchAllAsync(Search, 100, Cancellation));
        harness.Server.Otherwise = _ => ScriptedAnswer.Json("""{"search_result_resource":{"search_result":{"hit_count":0,"total_hit_count":10}}}""");
        var promised = await Assert.ThrowsAsync<ConnectorException>(() => harness.Dam.SearchAllAsync(Search, 100, Cancellation));

        Assert.Contains("the answer counts 10 items and has 0", counted.Message, StringComparison.Ordinal);
        Assert.Contains("0 of 10 came, and then no more", promised.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Conditions_are_sent_with_the_spaces_of_their_fields_and_joined_to_the_one_before()
    {
        await using var harness = new OpenTextHarness();
        harness.Server.Otherwise = _ => ScriptedAnswer.Json("""{"search_result_resource":{"search_result":{"hit_count":0,"total_hit_count":0}}}""");

        await harness.Dam.SearchAsync(new DamSearch([Search.Conditions[0], new("ACME.FIELD.A & B", "OP.2", "ž+1")]), after: 40, limit: 20, Cancellation);

        var request = harness.Server.Received[0];
        var form = request.Body.Split('&').Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));
        var conditions = JsonDocument.Parse(form["search_condition_list"]).RootElement.GetProperty("search_condition_list").GetProperty("search_condition");
        Assert.Equal(("POST", "/otmmapi/v6/search/text", "40", "20"), (request.Method, request.Path, form["after"], form["limit"]));
        Assert.Equal("CAMPAIGN STATUS", conditions[0].GetProperty("metadata_field_id").GetString());
        Assert.False(conditions[0].TryGetProperty("relational_operator", out _));
        Assert.Equal(("ACME.FIELD.A & B", "ž+1", "and"), (
            conditions[1].GetProperty("metadata_field_id").GetString(), conditions[1].GetProperty("value").GetString(), conditions[1].GetProperty("relational_operator").GetString()));
    }

    [Theory]
    [InlineData("""{"job_resource":{"job":{"job_status":"COMPLETED","asset_ids":["a1","a2"]}}}""", DamJobState.Done, "a1 a2", null)]
    [InlineData("""{"job":{"state":"done","assets":[]}}""", DamJobState.Done, "", null)]
    [InlineData("""{"job_resource":{"job":{"status":"COMPLETED_WITH_ERRORS","assets":[{"asset_id":"a1"},{"asset_id":"a2"}],"message":"1 of 3 failed"}}}""", DamJobState.Failed, "a1 a2", "1 of 3 failed")]
    [InlineData("""{"job_resource":{"job":{"state":"FAILED"}}}""", DamJobState.Failed, "", "The job ended as FAILED and gives no reason.")]
    [InlineData("""{"job_resource":{"job":{"state":"RUNNING"}}}""", DamJobState.Running, "", null)]
    [InlineData("""{"job_resource":{"job":{"state":"BREWING"}}}""", DamJobState.Running, "", "The job's state \"BREWING\" is in neither job_done nor job_failed of connection dam-main; it is taken for running.")]
    public async Task A_job_is_read_where_the_settings_look_for_its_state(string body, DamJobState state, string assets, string? problem)
    {
        await using var harness = new OpenTextHarness();
        harness.Server.AnswerNext(ScriptedAnswer.Json(body));

        var job = await harness.Dam.JobAsync("11/25", Cancellation);

        Assert.Equal((state, assets, problem), (job.State, string.Join(' ', job.AssetIds), job.Problem));
        Assert.Equal("/otmmapi/v6/jobs/11%2F25", harness.Server.Received[0].Path);
    }

    [Theory]
    [InlineData(Misbehaviour.CutBody, "the connection was lost before the answer was complete")]
    [InlineData(Misbehaviour.StallBody, "no whole answer within 0.4 s")]
    [InlineData(Misbehaviour.Silence, "no whole answer within 0.4 s")]
    public async Task A_download_that_stops_in_the_middle_is_a_transient_fault(Misbehaviour how, string words)
    {
        await using var harness = new OpenTextHarness(TimeSpan.FromMilliseconds(400));
        harness.Server.AnswerNext(ScriptedAnswer.Json("0123456789") with { Misbehaviour = how, BytesBefore = 4 });
        using var copy = new MemoryStream();

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.Dam.DownloadAsync(OpenTextHarness.Asset, copy, null, Cancellation));

        Assert.Equal(CallFault.Transient, fault.Kind);
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_download_follows_no_redirect_without_end_and_none_to_another_host_without_encryption()
    {
        await using var harness = new OpenTextHarness();
        harness.Server.Otherwise = request => ScriptedAnswer.Empty(302).With(("Location", request.Target));
        var endless = await Assert.ThrowsAsync<ConnectorException>(() => harness.Dam.DownloadAsync(OpenTextHarness.Asset, Stream.Null, null, Cancellation));
        Assert.Equal(6, harness.Server.Received.Count);

        harness.Server.Otherwise = _ => ScriptedAnswer.Empty(302).With(("Location", "http://store.example.org/x"));
        var plain = await Assert.ThrowsAsync<ConnectorException>(() => harness.Dam.DownloadAsync(OpenTextHarness.Asset, Stream.Null, null, Cancellation));

        Assert.All([endless, plain], fault => Assert.Equal(CallFault.Permanent, fault.Kind));
        Assert.Contains("http://store.example.org/x", plain.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "check auth_url of connection dam-main")]
    [InlineData(false, "check base_url of connection dam-main")]
    public async Task An_address_that_leads_to_nothing_names_its_setting(bool atDirectory, string advice)
    {
        await using var harness = new OpenTextHarness();
        var nothing = ScriptedAnswer.Html("<html><title>Not here</title></html>", 404);
        (atDirectory ? harness.Tokens : harness.Server).Otherwise = _ => nothing;

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.ReadAsync(Cancellation));

        Assert.Equal(atDirectory ? CallFault.Auth : CallFault.Permanent, fault.Kind);
        Assert.Contains(advice, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_lives_shortly_is_used_for_half_of_its_life()
    {
        await using var harness = new OpenTextHarness();
        harness.Tokens.Otherwise = _ => ScriptedAnswer.Json("""{"access_token":"0taShortLived0123456789","expires_in":20}""");
        harness.Server.Otherwise = _ => ScriptedAnswer.Json(harness.ReadAnswer);

        await harness.ReadAsync(Cancellation);
        await harness.ReadAsync(Cancellation);

        Assert.Single(harness.Tokens.Received);
    }

    [Fact]
    public async Task A_lock_whose_answer_is_lost_is_taken_back()
    {
        await using var harness = new OpenTextHarness();
        harness.Server.AnswerNext(ScriptedAnswer.Never(Misbehaviour.Close));
        harness.Server.Otherwise = _ => ScriptedAnswer.Json("{}");

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.Dam.ChangeFieldAsync(OpenTextHarness.Asset, "F", "A1", "A2", Cancellation));

        Assert.Equal((CallFault.Transient, false), (fault.Kind, fault.OutcomeUnknown));
        Assert.Equal(["action=lock", "action=unlock"], harness.Server.Received.Select(request => request.Body));
    }

    [Fact]
    public async Task The_lock_is_called_as_the_settings_say()
    {
        await using var harness = new OpenTextHarness(change: options => With(options, lockPath: "{kind}/{id}/lock", lockMethod: OpenTextLockMethod.Post));
        harness.Server.Otherwise = request => request.Method == "GET" ? ScriptedAnswer.Json(harness.ReadAnswer) : ScriptedAnswer.Json("{}");

        var change = await harness.Dam.ChangeFieldAsync(OpenTextHarness.Asset, "F", "A1", "A2", Cancellation);

        Assert.Equal(DamChange.Other(null), change);
        Assert.Equal(
            ["POST /otmmapi/v6/assets/e0640001/lock", "GET /otmmapi/v6/assets/e0640001", "POST /otmmapi/v6/assets/e0640001/lock"],
            harness.Server.Received.Select(request => $"{request.Method} {request.Path}"));
    }

    [Fact]
    public async Task An_item_without_metadata_is_a_fault_that_names_the_setting()
    {
        await using var harness = new OpenTextHarness();
        harness.Server.AnswerNext(ScriptedAnswer.Json("""{"asset_resource":{"asset":{"asset_id":"e0640001","name":"spot.mp4"}}}"""));

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.ReadAsync(Cancellation));

        Assert.Equal(CallFault.Permanent, fault.Kind);
        Assert.Contains("has no metadata; check load_type of connection dam-main", fault.Message, StringComparison.Ordinal);
    }

    private static DamSearch Search => new([new DamCondition("CAMPAIGN STATUS", "ARTESIA.OPERATOR.CHAR.IS", "A1")]);

    private static OpenTextOptions With(
        OpenTextOptions from, IReadOnlyList<string>? transient = null, IReadOnlyList<int>? retry = null, string? lockPath = null, OpenTextLockMethod? lockMethod = null) => new()
        {
            Connection = from.Connection,
            BaseUrl = from.BaseUrl,
            AuthUrl = from.AuthUrl,
            ClientId = from.ClientId,
            ClientSecret = from.ClientSecret,
            CallTimeout = from.CallTimeout,
            TransientErrors = transient ?? from.TransientErrors,
            RetryCodes = retry ?? from.RetryCodes,
            LockPath = lockPath ?? from.LockPath,
            LockMethod = lockMethod ?? from.LockMethod,
        };
}
