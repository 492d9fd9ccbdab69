using Reelway.Sandbox.EventBridge;
using Reelway.Sandbox.Tests.Aws;

namespace Reelway.Sandbox.Tests.EventBridge;

public sealed class PutEventsTests
{
    [Fact]
    public async Task Entries_succeed_and_fail_one_by_one_in_their_order()
    {
        await using var http = await SandboxHttp.StartAsync();

        var answer = (await AwsCaller.Events(http).CallAsync("PutEvents", """
            {"Entries":[{"Source":"reelway","DetailType":"talk.published","Detail":"{\"id\":1}","EventBusName":"media"},
              {"Source":"reelway","DetailType":"talk.published","Detail":"no json"},
              {"Source":"aws.s3","DetailType":"x","Detail":"{}"},
              {"Source":"reelway","DetailType":"x"}]}
            """)).Ok();

        Assert.Equal(3, answer.GetProperty("FailedEntryCount").GetInt32());
        Assert.Equal(
            ["", "MalformedDetail", "NotAuthorizedForSourceException", "InvalidArgument"],
            answer.GetProperty("Entries").EnumerateArray().Select(entry => entry.TryGetProperty("ErrorCode", out var code) ? code.GetString() : ""));
        var put = Assert.Single(http.Server.EventBridge.Events.Entries);
        Assert.Equal(("media", "reelway", "talk.published", """{"id":1}"""), (put.Bus, put.Source, put.DetailType, put.Detail));
    }

    [Fact]
    public async Task Entries_can_be_refused_on_order()
    {
        await using var http = await SandboxHttp.StartAsync();
        http.Server.EventBridge.Settings = new EventBridgeSettings { FailEveryEntry = 2 };

        var answer = (await AwsCaller.Events(http).CallAsync("PutEvents", """
            {"Entries":[{"Source":"a","DetailType":"b","Detail":"{}"},{"Source":"a","DetailType":"b","Detail":"{}"}]}
            """)).Ok();

        Assert.Equal("ThrottlingException", answer.GetProperty("Entries")[1].GetProperty("ErrorCode").GetString());
    }

    [Fact]
    public async Task A_call_without_a_whole_entry_is_refused()
    {
        await using var http = await SandboxHttp.StartAsync();

        (await AwsCaller.Events(http).CallAsync("PutEvents", """{"Entries":[{"Source":"a"}]}""")).Error("ValidationException");
    }
}
