using Reelway.Sandbox.Tests.Aws;

namespace Reelway.Sandbox.Tests.EventBridge;

public sealed class EventBridgeResidentTests : SandboxResidentContract
{
    public override string Name => "eventbridge";

    protected override int RefusedStatus => 403;

    protected override IReadOnlyList<string> Secrets => ["sandbox/secret"];

    internal override async Task<int> CallAsync(SandboxHttp http, bool isKnown)
    {
        var caller = isKnown ? AwsCaller.Events(http) : new AwsCaller(http, "events") { Secret = "other" };
        return (await caller.CallAsync("PutEvents", """{"Entries":[{"Source":"a","DetailType":"b","Detail":"{}"}]}""")).Status;
    }
}
