using Reelway.Sandbox.Tests.Aws;

namespace Reelway.Sandbox.Tests.Sqs;

public sealed class SqsResidentTests : SandboxResidentContract
{
    public override string Name => "sqs";

    protected override int RefusedStatus => 403;

    protected override IReadOnlyList<string> Secrets => ["sandbox/secret"];

    internal override async Task<int> CallAsync(SandboxHttp http, bool isKnown)
    {
        var caller = isKnown ? AwsCaller.Sqs(http) : new AwsCaller(http, "sqs") { Secret = "other" };
        return (await caller.CallAsync("SendMessage", """{"QueueUrl":"https://sqs.eu-west-1.sandbox.invalid/111122223333/recordings","MessageBody":"x"}""")).Status;
    }
}
