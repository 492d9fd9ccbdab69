using Reelway.Sandbox.Tests.Aws;

namespace Reelway.Sandbox.Tests.S3;

public sealed class S3ResidentTests : SandboxResidentContract
{
    public override string Name => "s3";

    protected override int RefusedStatus => 403;

    protected override IReadOnlyList<string> Secrets => ["sandbox/secret"];

    internal override Task<int> CallAsync(SandboxHttp http, bool isKnown)
        => (isKnown ? new AwsCaller(http, "s3") : new AwsCaller(http, "s3") { Secret = "other" }).PutObjectAsync("/s3/recordings/k", "x");
}
