using Reelway.Connectors.Box;
using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Box;

/// <summary>Answers that the stand-in does not give.</summary>
public sealed class BoxAnswersTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"total_count":10,"entries":[]}""")]
    [InlineData("""{"total_count":2,"entries":[{"type":"file","id":"1","name":"a"}]}""")]
    [InlineData("""{"limit":1000}""")]
    [InlineData("""{"entries":null}""")]
    [InlineData("""{"entries":[null]}""")]
    [InlineData("""{"entries":[{"type":"file","id":"1"}]}""")]
    [InlineData("""{"entries":[{"type":"strange","id":"1","name":"a"}]}""")]
    public async Task A_page_that_is_cut_short_is_a_fault_and_no_short_folder(string page)
    {
        await using var harness = new BoxHarness();
        harness.Server.Otherwise = _ => ScriptedAnswer.Json(page);

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.Files.ListAsync("11", Cancellation));

        Assert.Equal((CallFault.Transient, false), (fault.Kind, fault.OutcomeUnknown));
    }

    [Fact]
    public async Task A_listing_that_leads_back_to_where_it_was_ends_as_a_fault()
    {
        await using var harness = new BoxHarness();
        harness.Server.Otherwise = _ => ScriptedAnswer.Json("""{"entries":[{"type":"folder","id":11,"name":"in"}],"next_marker":"abc"}""");

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.Files.ListAsync("11", Cancellation));

        Assert.Contains("leads back to where it was", fault.Message, StringComparison.Ordinal);
        Assert.Equal(2, harness.Server.Received.Count);
    }

    [Theory]
    [InlineData(403, "access_denied_insufficient_permissions", CallFault.Auth, null)]
    [InlineData(403, "insufficient_scope", CallFault.Auth, null)]
    [InlineData(403, "storage_limit_exceeded", CallFault.Permanent, null)]
    [InlineData(403, "access_denied_item_locked", CallFault.Permanent, null)]
    [InlineData(404, "trashed", CallFault.Permanent, null)]
    [InlineData(409, "name_temporarily_reserved", CallFault.Transient, 2)]
    [InlineData(409, "operation_blocked_temporary", CallFault.Transient, 2)]
    [InlineData(400, "bad_digest", CallFault.Transient, null)]
    [InlineData(400, "item_name_invalid", CallFault.Permanent, null)]
    [InlineData(412, "precondition_failed", CallFault.Permanent, null)]
    [InlineData(413, "request_entity_too_large", CallFault.Permanent, null)]
    public async Task A_refusal_is_the_fault_that_its_code_means(int status, string code, CallFault kind, int? seconds)
    {
        await using var harness = new BoxHarness();
        harness.Server.AnswerNext(ScriptedAnswer.Json(BoxHarness.Problem(status, code, "Words of Box"), status));

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.WriteAsync(Cancellation));

        Assert.Equal((kind, code, false, seconds), (fault.Kind, fault.RemoteCode, fault.OutcomeUnknown, (int?)fault.RetryAfter?.TotalSeconds));
        Assert.Contains($"Words of Box [{code}]; ", fault.Message, StringComparison.Ordinal);
        Assert.Null(fault.Scope);
    }

    [Fact]
    public async Task An_application_that_nobody_authorised_says_who_does_that()
    {
        await using var harness = new BoxHarness();
        harness.Tokens.Otherwise = _ => ScriptedAnswer.Json("""{"error":"unauthorized_client","error_description":"This app is not authorized by the enterprise"}""", 400);

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.ReadAsync(Cancellation));

        Assert.Equal((CallFault.Auth, "connection:box-main"), (fault.Kind, fault.Scope));
        Assert.Contains("authorise the application in Box's admin console", fault.Message, StringComparison.Ordinal);
        Assert.Empty(harness.Server.Received);
    }

    [Fact]
    public async Task Calls_at_the_same_time_fetch_one_token_and_name_the_user_that_they_are_for()
    {
        await using var harness = new BoxHarness(change: options => new BoxOptions
        {
            Grant = BoxGrant.ClientCredentials,
            EnterpriseId = "43",
            ClientId = "c",
            ClientSecret = "secret",
            AsUser = "77",
            ApiUrl = options.ApiUrl,
            UploadUrl = options.UploadUrl,
            TokenUrl = options.TokenUrl,
        });
        harness.Server.Otherwise = _ => ScriptedAnswer.Json(harness.ReadAnswer);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => harness.ReadAsync(Cancellation)));

        Assert.Single(harness.Tokens.Received);
        Assert.All(harness.Server.Received, request => Assert.Equal(("77", $"Bearer {BoxHarness.Token}"), (request.Headers.GetValueOrDefault("As-User"), request.Headers.GetValueOrDefault("Authorization"))));
    }

    [Fact]
    public async Task A_token_is_fetched_again_before_it_ends()
    {
        var clock = new SetClock();
        await using var harness = new BoxHarness(clock: clock);
        harness.Server.Otherwise = _ => ScriptedAnswer.Json(harness.ReadAnswer);

        await harness.ReadAsync(Cancellation);
        clock.Ahead = TimeSpan.FromMinutes(54);
        await harness.ReadAsync(Cancellation);
        Assert.Single(harness.Tokens.Received);
        clock.Ahead = TimeSpan.FromMinutes(56);
        await harness.ReadAsync(Cancellation);

        Assert.Equal(2, harness.Tokens.Received.Count);
    }

    [Fact]
    public async Task The_name_of_a_file_is_sent_as_it_is_before_its_content()
    {
        await using var harness = new BoxHarness();
        harness.Server.AnswerNext(ScriptedAnswer.Json(harness.WriteAnswer));
        using var content = new MemoryStream("Hello"u8.ToArray());

        await harness.Files.SendAsync(new BoxUpload("11", "žluť.mp4", 5), content, null, Cancellation);

        var request = Assert.Single(harness.Server.Received);
        var body = System.Text.Encoding.UTF8.GetString(System.Text.Encoding.Latin1.GetBytes(request.Body));
        Assert.Contains("""{"name":"žluť.mp4","parent":{"id":"11"}}""", body, StringComparison.Ordinal);
        Assert.DoesNotContain("=?utf-8", body, StringComparison.OrdinalIgnoreCase);
        Assert.InRange(body.IndexOf("name=\"attributes\"", StringComparison.Ordinal), 0, body.IndexOf("name=\"file\"", StringComparison.Ordinal));
        Assert.Equal(BoxHarness.Sha1, request.Headers.GetValueOrDefault("Content-MD5"));
    }

    [Fact]
    public async Task The_name_that_Box_has_stored_comes_back_where_it_is_another_one()
    {
        await using var harness = new BoxHarness();
        harness.Server.AnswerNext(ScriptedAnswer.Json($$"""{"entries":[{{BoxHarness.File("23", "a_b_c (1).mp4")}}]}""", 201));
        using var content = new MemoryStream("Hello"u8.ToArray());

        var sent = await harness.Files.SendAsync(new BoxUpload("11", "a,b&c (1).mp4", 5), content, null, Cancellation);

        Assert.Equal("a_b_c (1).mp4", sent.File!.Name);
    }

    [Theory]
    [InlineData("""{"conflicts":[]}""")]
    [InlineData("""{"conflicts":{}}""")]
    [InlineData("""{"conflicts":"none"}""")]
    [InlineData("null")]
    public async Task A_conflict_that_names_nothing_is_looked_for_in_the_folder(string context)
    {
        await using var harness = new BoxHarness();
        harness.Server.AnswerNext(BoxHarness.InUse(context), ScriptedAnswer.Json("""{"entries":[{"type":"folder","id":"12","name":"CAMPAIGN"}]}"""));

        Assert.Equal("12", (await harness.Files.FolderAsync("11", "campaign", Cancellation)).Id);
    }

    [Fact]
    public async Task A_list_of_parts_without_end_is_read_so_far_as_a_file_has_parts()
    {
        await using var harness = new BoxHarness();
        harness.Server.Otherwise = _ => ScriptedAnswer.Json("""{"total_count":5000,"limit":1000,"offset":0,"entries":[{"part_id":"6F2D","offset":0,"size":10,"sha1":"134b"}]}""");
        var session = new BoxSession("F9", 10, harness.Server.Url, new Uri(harness.Server.Url, "/parts"), harness.Server.Url, harness.Server.Url);

        var fault = await Assert.ThrowsAsync<ConnectorException>(
            () => harness.Files.CommitAsync(new BoxUpload("11", "a.mp4", 25) { Session = session }, new BoxSent(BoxHarness.Sha1), Cancellation));

        Assert.Equal(BoxCodes.PartsMissing, fault.RemoteCode);
        Assert.Equal(12, harness.Server.Received.Count);
    }

    [Theory]
    [InlineData("https://upload.example.test/x", "http://elsewhere.example.test/x", 8388608)]
    [InlineData("https://upload.example.test/x", null, 8388608)]
    [InlineData("https://upload.example.test/x", "https://upload.example.test/x", 0)]
    [InlineData("https://upload.example.test/x", "https://upload.example.test/x", 1)]
    [InlineData("https://upload.example.test/x", "https://upload.example.test/x", 999999999999)]
    public async Task A_session_that_makes_no_sense_is_a_fault_and_gets_no_token(string part, string? commit, long partSize)
    {
        await using var harness = new BoxHarness();
        var ends = commit is null ? "" : $",\"commit\":\"{commit}\"";
        harness.Server.AnswerNext(ScriptedAnswer.Json($$$"""{"id":"F9","type":"upload_session","part_size":{{{partSize}}},"session_endpoints":{"upload_part":"{{{part}}}","abort":"{{{part}}}","list_parts":"{{{part}}}"{{{ends}}}}}""", 201));

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.Files.BeginAsync("11", "a.mp4", 100_000_000, Cancellation));

        Assert.Equal((CallFault.Transient, true), (fault.Kind, fault.OutcomeUnknown));
    }

    private sealed class SetClock : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Ahead;
    }
}
