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
    public async Task Entries_that_are_too_large_together_are_refused_whole_and_a_large_one_alone()
    {
        await using var http = await SandboxHttp.StartAsync();
        http.Server.EventBridge.Settings = new EventBridgeSettings { LargestEntryBytes = 20 };
        const string Entry = """{"Source":"reelway","DetailType":"x","Detail":"{}","Time":1772619600.5}""";

        (await AwsCaller.Events(http).CallAsync("PutEvents", $$"""{"Entries":[{{Entry}},{{Entry}}]}""")).Error("ValidationException");
        var alone = (await AwsCaller.Events(http).CallAsync("PutEvents", $$"""{"Entries":[{{Entry}}]}""")).Ok();
        http.Server.EventBridge.Settings = new EventBridgeSettings();
        (await AwsCaller.Events(http).CallAsync("PutEvents", $$"""{"Entries":[{{Entry}}]}""")).Ok();

        Assert.Equal("InvalidArgument", alone.GetProperty("Entries")[0].GetProperty("ErrorCode").GetString());
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_772_619_600_500), Assert.Single(http.Server.EventBridge.Events.Entries).At);
    }

    [Fact]
    public async Task A_call_without_a_whole_entry_is_refused()
    {
        await using var http = await SandboxHttp.StartAsync();

        (await AwsCaller.Events(http).CallAsync("PutEvents", """{"Entries":[{"Source":"a"}]}""")).Error("ValidationException");
    }
}
