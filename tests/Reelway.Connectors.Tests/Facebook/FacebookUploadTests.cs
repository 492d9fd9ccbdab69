using Reelway.Connectors.Facebook;
using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Facebook;

public sealed class FacebookUploadTests
{
    private const string Page = FacebookHarness.PageId;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_upload_is_begun_on_the_video_host()
    {
        await using var harness = new FacebookHarness();
        harness.Server.AnswerNext(RecordedAnswer.Read("Facebook", "upload-started"));

        await harness.Pages.StartUploadAsync(Page, 5_000_000, Cancellation);

        var request = Assert.Single(harness.Server.Received);
        Assert.Equal($"/video-host/v23.0/{Page}/videos", request.Target);
        Assert.Equal("start", Field(request, "upload_phase"));
        Assert.Equal("5000000", Field(request, "file_size"));
        Assert.Equal(FacebookHarness.PageToken, Field(request, "access_token"));
        Assert.Equal(FacebookClient.Proof(FacebookHarness.AppSecret, FacebookHarness.PageToken), Field(request, "appsecret_proof"));
    }

    [Fact]
    public void The_proof_of_the_contract_is_computed()
        => Assert.Equal("2ab09ba3217e5649a49c478e95902f404825efe32284593e085d3a83289bdbf7", FacebookClient.Proof("secret123", "token456"));

    [Theory]
    [InlineData("""{"upload_session_id":"","video_id":"v1","start_offset":"0","end_offset":"10"}""")]
    [InlineData("""{"upload_session_id":"s1","start_offset":"0","end_offset":"10"}""")]
    [InlineData("""{"upload_session_id":"s1","video_id":"v1"}""")]
    [InlineData("""{"upload_session_id":"s1","video_id":"v1","start_offset":"10","end_offset":"0"}""")]
    [InlineData("""{"upload_session_id":"s1","video_id":"v1","start_offset":"-5","end_offset":"0"}""")]
    [InlineData("""{"upload_session_id":"s1","video_id":"v1","start_offset":"x","end_offset":"0"}""")]
    public async Task A_start_that_leaves_something_out_is_a_fault(string answer)
    {
        await using var harness = new FacebookHarness();
        harness.Server.AnswerNext(ScriptedAnswer.Json(answer));

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.Pages.StartUploadAsync(Page, 10, Cancellation));

        Assert.Equal(CallFault.Transient, fault.Kind);
    }

    [Fact]
    public async Task A_transfer_sends_exactly_the_bytes_of_the_window()
    {
        await using var harness = new FacebookHarness();
        harness.Server.AnswerNext(ScriptedAnswer.Json("""{"start_offset":7,"end_offset":12}"""));
        using var file = new MemoryStream("0123456789abcdef"u8.ToArray());

        var next = await harness.Pages.TransferAsync(Page, "s1", new UploadWindow(3, 7), file, Cancellation);

        Assert.Equal(new UploadWindow(7, 12), next);
        var request = Assert.Single(harness.Server.Received);
        Assert.Equal("transfer", Field(request, "upload_phase"));
        Assert.Equal("s1", Field(request, "upload_session_id"));
        Assert.Equal("3", Field(request, "start_offset"));
        Assert.Equal("3456", Field(request, "video_file_chunk"));
        Assert.Contains("name=\"video_file_chunk\"; filename=", request.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(",\"error_data\":\"not json\"")]
    [InlineData(",\"error_data\":{}")]
    [InlineData(",\"error_data\":7")]
    [InlineData(",\"error_data\":{\"start_offset\":{},\"end_offset\":[]}")]
    public async Task A_refused_window_without_another_is_tried_again(string data)
    {
        await using var harness = new FacebookHarness();
        harness.Server.AnswerNext(FacebookHarness.Error(500, 6001, 1363037, more: data));
        using var file = new MemoryStream(new byte[300]);

        var fault = await Assert.ThrowsAsync<ConnectorException>(
            () => harness.Pages.TransferAsync(Page, "s1", new UploadWindow(0, 100), file, Cancellation));

        Assert.Equal((CallFault.Transient, "6001/1363037"), (fault.Kind, fault.RemoteCode));
    }

    [Fact]
    public async Task A_window_beyond_the_file_means_another_file()
    {
        await using var harness = new FacebookHarness();
        using var file = new MemoryStream(new byte[50]);

        var fault = await Assert.ThrowsAsync<ConnectorException>(
            () => harness.Pages.TransferAsync(Page, "s1", new UploadWindow(0, 100), file, Cancellation));

        Assert.Equal(CallFault.Permanent, fault.Kind);
        Assert.Contains("begin a new upload", fault.Message, StringComparison.Ordinal);
        Assert.Empty(harness.Server.Received);
    }

    [Fact]
    public async Task A_file_that_shrinks_while_it_is_sent_is_no_lost_connection()
    {
        await using var harness = new FacebookHarness();
        using var file = new ShrinkingStream(length: 300, really: 150);

        var fault = await Assert.ThrowsAsync<ConnectorException>(
            () => harness.Pages.TransferAsync(Page, "s1", new UploadWindow(0, 300), file, Cancellation));

        Assert.Equal((CallFault.Permanent, false), (fault.Kind, fault.OutcomeUnknown));
        Assert.Contains("shorter", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cancelled_transfer_ends_as_cancelled_since_it_can_be_sent_again()
    {
        await using var harness = new FacebookHarness();
        harness.Server.AnswerNext(ScriptedAnswer.Never(Misbehaviour.Silence));
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        using var file = new MemoryStream(new byte[300]);

        var call = harness.Pages.TransferAsync(Page, "s1", new UploadWindow(0, 300), file, cancel.Token);
        await harness.Server.RequestArrivedAsync(Cancellation);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task A_finish_carries_title_description_and_visibility_as_utf8()
    {
        await using var harness = new FacebookHarness();
        harness.Server.AnswerNext(ScriptedAnswer.Json("""{"success":true}"""));

        await harness.Pages.FinishUploadAsync(Page, "s1", new VideoDetails("Größe \"zählt\" 🎬", "Zeile 1\n@[123] & more", Published: false), Cancellation);

        var request = Assert.Single(harness.Server.Received);
        Assert.Equal("finish", Field(request, "upload_phase"));
        Assert.Equal("Größe \"zählt\" 🎬", Field(request, "title"));
        Assert.Equal("Zeile 1\n@[123] & more", Field(request, "description"));
        Assert.Equal("false", Field(request, "published"));
    }

    [Fact]
    public async Task Cancelling_an_upload_that_is_gone_is_no_failure()
    {
        await using var harness = new FacebookHarness();
        harness.Server.AnswerNext(FacebookHarness.Error(400, 100, 33), ScriptedAnswer.Json("""{"success":true}"""));

        await harness.Pages.CancelUploadAsync(Page, "s1", Cancellation);
        await harness.Pages.CancelUploadAsync(Page, "s2", Cancellation);

        Assert.Equal("cancel", Field(harness.Server.Received[1], "upload_phase"));
    }

    private static string Field(ReceivedRequest request, string name) => MultipartText.Field(request, name);

    private sealed class ShrinkingStream(long length, int really) : MemoryStream(new byte[really])
    {
        public override long Length => length;
    }
}
