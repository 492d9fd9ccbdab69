using System.Text.Json;
using Reelway.Sandbox.Sqs;
using Reelway.Sandbox.Tests.Aws;

namespace Reelway.Sandbox.Tests.Sqs;

public sealed class SqsSandboxTests
{
    private const string Url = "https://sqs.eu-west-1.sandbox.invalid/111122223333/recordings";

    [Fact]
    public async Task A_message_is_hidden_once_received_and_gone_once_deleted()
    {
        await using var http = await SandboxHttp.StartAsync();
        var caller = AwsCaller.Sqs(http);
        var sent = (await caller.CallAsync("SendMessage", $$"""{"QueueUrl":"{{Url}}","MessageBody":"hello"}""")).Ok();

        var message = (await ReceiveAsync(caller, ""","AttributeNames":["All"]""")).Single();
        var hidden = await ReceiveAsync(caller);
        var deleted = await caller.CallAsync("DeleteMessage", $$"""{"QueueUrl":"{{Url}}","ReceiptHandle":"{{message.GetProperty("ReceiptHandle").GetString()}}"}""");

        Assert.Equal("5d41402abc4b2a76b9719d911017c592", message.GetProperty("MD5OfBody").GetString());
        Assert.Equal(sent.GetProperty("MessageId").GetString(), message.GetProperty("MessageId").GetString());
        Assert.Equal("1", message.GetProperty("Attributes").GetProperty("ApproximateReceiveCount").GetString());
        Assert.Empty(hidden);
        Assert.Equal((200, JsonValueKind.Undefined), (deleted.Status, deleted.Json.ValueKind));
        Assert.Empty(http.Server.Sqs.Messages("recordings"));
    }

    [Fact]
    public async Task A_long_poll_ends_as_soon_as_a_message_comes()
    {
        await using var http = await SandboxHttp.StartAsync();
        var caller = AwsCaller.Sqs(http);

        var waiting = ReceiveAsync(caller, ""","WaitTimeSeconds":20""");
        await http.Server.Sqs.Requests.WaitAsync(_ => true, SandboxHttp.Cancellation);
        http.Server.Sqs.Send("recordings", "late");

        Assert.Equal("late", (await waiting).Single().GetProperty("Body").GetString());
    }

    [Fact]
    public async Task A_message_returns_when_its_time_is_up_and_goes_to_the_dead_letters_in_the_end()
    {
        var time = new ManualTime();
        await using var http = await SandboxHttp.StartAsync(new SandboxOptions { Time = time });
        var caller = new AwsCaller(http, "sqs") { Now = time.GetUtcNow() };
        http.Server.Sqs.Create("dead");
        http.Server.Sqs.Create("work", new Dictionary<string, string>
        {
            ["VisibilityTimeout"] = "60",
            ["RedrivePolicy"] = $$"""{"deadLetterTargetArn":"{{http.Server.Sqs.ArnOf("dead")}}","maxReceiveCount":"2"}""",
        });
        var url = Url.Replace("recordings", "work", StringComparison.Ordinal);
        http.Server.Sqs.Send("work", "poison");

        var counts = new List<int>();
        for (var round = 0; round < 3; round++)
        {
            counts.Add((await ReceiveAsync(caller, url: url)).Count);
            time.Advance(TimeSpan.FromSeconds(61));
        }

        Assert.Equal([1, 1, 0], counts);
        Assert.Equal("poison", Assert.Single(http.Server.Sqs.Messages("dead")).Body);
    }

    [Fact]
    public async Task A_batch_succeeds_in_parts_with_status_200()
    {
        await using var http = await SandboxHttp.StartAsync();
        http.Server.Sqs.Settings = new SqsSettings { FailEveryEntry = 2 };
        var caller = AwsCaller.Sqs(http);

        var answer = (await caller.CallAsync("SendMessageBatch",
            $$"""{"QueueUrl":"{{Url}}","Entries":[{"Id":"a","MessageBody":"1"},{"Id":"b","MessageBody":"2"},{"Id":"c","MessageBody":""}]}""")).Ok();
        var empty = await caller.CallAsync("SendMessageBatch", $$"""{"QueueUrl":"{{Url}}","Entries":[]}""");

        Assert.Equal("a", answer.GetProperty("Successful")[0].GetProperty("Id").GetString());
        Assert.Equal(["b", "c"], answer.GetProperty("Failed").EnumerateArray().Select(entry => entry.GetProperty("Id").GetString()));
        empty.Error("EmptyBatchRequest");
        Assert.Equal("AWS.SimpleQueueService.EmptyBatchRequest;Sender", empty.QueryError);
    }

    [Theory]
    [InlineData("ReceiveMessage", """{"QueueUrl":"https://nowhere.invalid/q"}""", "QueueDoesNotExist")]
    [InlineData("ReceiveMessage", """{"QueueUrl":"$","MaxNumberOfMessages":11}""", "InvalidParameterValueException")]
    [InlineData("ReceiveMessage", """{"QueueUrl":"$","MaxNumberOfMessages":"many"}""", "SerializationException")]
    [InlineData("ReceiveMessage", """[]""", "SerializationException")]
    [InlineData("ReceiveMessage", """{""", "SerializationException")]
    [InlineData("SendMessage", """{"QueueUrl":"$","MessageBody":"\u0001"}""", "InvalidMessageContents")]
    [InlineData("DeleteMessage", """{"QueueUrl":"$","ReceiptHandle":"nonsense"}""", "ReceiptHandleIsInvalid")]
    [InlineData("ChangeMessageVisibility", """{"QueueUrl":"$","ReceiptHandle":"AQEB","VisibilityTimeout":5}""", "MessageNotInflight")]
    [InlineData("Nonsense", "{}", "UnknownOperationException")]
    public async Task What_makes_no_sense_is_refused_by_its_code(string operation, string body, string code)
    {
        await using var http = await SandboxHttp.StartAsync();

        (await AwsCaller.Sqs(http).CallAsync(operation, body.Replace("$", Url, StringComparison.Ordinal))).Error(code);
    }

    [Fact]
    public async Task Only_a_good_and_fresh_signature_of_the_account_is_taken()
    {
        await using var http = await SandboxHttp.StartAsync();
        const string Body = $$"""{"QueueUrl":"{{Url}}"}""";

        (await new AwsCaller(http, "sqs") { Secret = "wrong" }.CallAsync("ReceiveMessage", Body)).Error("InvalidSignatureException");
        (await new AwsCaller(http, "sqs") { AccessKey = "AKIAOTHER" }.CallAsync("ReceiveMessage", Body)).Error("UnrecognizedClientException");
        (await new AwsCaller(http, "sqs") { Now = TimeProvider.System.GetUtcNow().AddMinutes(-20) }.CallAsync("ReceiveMessage", Body)).Error("InvalidSignatureException");
        using var unsigned = await http.PostJsonAsync("/sqs/", Body);
        Assert.Equal(403, (int)unsigned.StatusCode);
        (await AwsCaller.Sqs(http).CallAsync("ReceiveMessage", Body)).Ok();
    }

    [Fact]
    public async Task Faults_are_told_in_the_services_own_words()
    {
        await using var http = await SandboxHttp.StartAsync();
        var caller = AwsCaller.Sqs(http);
        await http.OrderFaultAsync("""{"system":"sqs","effect":"rate-limit","match":{"parameters":{"operation":"ReceiveMessage"}}}""");
        await http.OrderFaultAsync("""{"system":"sqs","effect":"status"}""");
        await http.OrderFaultAsync("""{"system":"sqs","effect":"expire-token"}""");
        const string Body = $$"""{"QueueUrl":"{{Url}}"}""";

        var throttled = await caller.CallAsync("ReceiveMessage", Body);
        var broken = await caller.CallAsync("ReceiveMessage", Body);
        var expired = await caller.CallAsync("ReceiveMessage", Body);
        var still = await caller.CallAsync("ReceiveMessage", Body);

        throttled.Error("RequestThrottled");
        Assert.Equal((400, "RequestThrottled;Sender"), (throttled.Status, throttled.QueryError));
        Assert.Equal((500, "InternalFailure;Receiver"), (broken.Status, broken.QueryError));
        expired.Error("ExpiredTokenException");
        still.Error("ExpiredTokenException");
    }

    [Fact]
    public void The_digest_of_message_attributes_is_the_published_one()
    {
        var attributes = JsonSerializer.SerializeToNode(new { a = new { DataType = "String", StringValue = "b" } })!.AsObject();
        var message = new SqsMessage("1", "x", default, default) { Attributes = attributes };

        Assert.Equal("bef8bf215374a0a228d67533b1a488be", message.Md5OfAttributes());
    }

    private static async Task<IReadOnlyList<JsonElement>> ReceiveAsync(AwsCaller caller, string more = "", string url = Url)
    {
        var answer = (await caller.CallAsync("ReceiveMessage", $$"""{"QueueUrl":"{{url}}"{{more}}}""")).Ok();
        return answer.TryGetProperty("Messages", out var messages) ? [.. messages.EnumerateArray()] : [];
    }
}
