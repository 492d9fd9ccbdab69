using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Aws;

public sealed class AwsQueuesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""{"Messages":null}""")]
    [InlineData("""{"Messages":[]}""")]
    [InlineData("""{"Messages":[{"MessageId":"1","Body":"no handle"},{"MessageId":"2","ReceiptHandle":"no body"}]}""")]
    public async Task A_receive_without_a_usable_message_is_an_empty_one(string body)
    {
        await using var harness = new AwsHarness();
        harness.Server.AnswerNext(ScriptedAnswer.Json(body));

        Assert.Empty(await harness.Queues.ReceiveAsync(AwsHarness.Queue, 10, TimeSpan.Zero, TimeSpan.FromMinutes(2), Cancellation));
    }

    [Fact]
    public async Task A_receive_asks_for_attributes_in_both_spellings_and_reads_odd_ones()
    {
        await using var harness = new AwsHarness();
        harness.Server.AnswerNext(ScriptedAnswer.Json("""
            {"Messages":[{"MessageId":"1","ReceiptHandle":"h1","Body":"hello","MD5OfBody":"5D41402ABC4B2A76B9719D911017C592",
              "Attributes":{"ApproximateReceiveCount":"3","SentTimestamp":"1795224764994"}},
             {"ReceiptHandle":"h2","Body":"","Attributes":{"ApproximateReceiveCount":"many","SentTimestamp":"99999999999999999"}}],"New":1}
            """));

        var messages = await harness.Queues.ReceiveAsync(AwsHarness.Queue, 99, TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(2), Cancellation);

        var sent = harness.Server.Received.Single();
        Assert.Equal("AmazonSQS.ReceiveMessage", sent.Headers["X-Amz-Target"]);
        Assert.Contains("""
            "MaxNumberOfMessages":10,"WaitTimeSeconds":20,"VisibilityTimeout":120,"MessageSystemAttributeNames":["ApproximateReceiveCount","SentTimestamp"],"AttributeNames":["ApproximateReceiveCount","SentTimestamp"]
            """.Trim(), sent.Body, StringComparison.Ordinal);
        Assert.Equal([("1", "h1", 3), ("", "h2", null)], messages.Select(message => (message.Id, message.Handle, message.Receives)));
        Assert.Equal(1_795_224_764_994, messages[0].SentAt!.Value.ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task Deleting_tells_which_messages_it_left()
    {
        await using var harness = new AwsHarness();
        harness.Server.AnswerNext(
            ScriptedAnswer.Json("""{"Successful":[{"Id":"0"}],"Failed":[{"Id":"1","SenderFault":false,"Code":"InternalError","Message":"later"}]}"""),
            ScriptedAnswer.Json("{}"));

        var left = await harness.Queues.DeleteAsync(AwsHarness.Queue, [.. Enumerable.Range(0, 11).Select(handle => $"h{handle}")], Cancellation);

        Assert.Equal(10, left.Count);
        Assert.Equal("later [InternalError]", left["h1"]);
        Assert.Equal("the answer does not name it", left["h10"]);
        Assert.Equal(2, harness.Server.Received.Count);
    }

    [Fact]
    public async Task A_queues_url_is_found_by_its_name_and_never_called()
    {
        await using var harness = new AwsHarness();
        harness.Server.AnswerNext(ScriptedAnswer.Json("""{"QueueUrl":"https://nowhere.invalid/1/recordings"}"""), ScriptedAnswer.Json(""));

        var url = await harness.Queues.FindUrlAsync("recordings", Cancellation);
        await harness.Queues.ChangeVisibilityAsync(url, "h", TimeSpan.FromDays(2), Cancellation);

        Assert.Equal(AwsHarness.Queue, await harness.Queues.FindUrlAsync(AwsHarness.Queue, Cancellation));
        Assert.Equal("""{"QueueUrl":"https://nowhere.invalid/1/recordings","ReceiptHandle":"h","VisibilityTimeout":43200}""", harness.Server.Received[1].Body);
    }
}
