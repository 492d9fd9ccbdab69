using Reelway.Sandbox.Tests.Aws;

namespace Reelway.Sandbox.Tests.SecretsManager;

public sealed class SecretsManagerResidentTests : SandboxResidentContract
{
    public override string Name => "secretsmanager";

    protected override int RefusedStatus => 403;

    protected override IReadOnlyList<string> Secrets => ["sandbox/secret+", "sandbox-x-bearer-token", "sandbox-x-token-secret"];

    internal override async Task<int> CallAsync(SandboxHttp http, bool isKnown)
    {
        var caller = isKnown ? AwsCaller.Secrets(http) : new AwsCaller(http, "secretsmanager") { Secret = "other" };
        return (await caller.CallAsync("GetSecretValue", """{"SecretId":"social-posts/twitter"}""")).Status;
    }
}
