using System.Text;

namespace Reelway.Sandbox.Tests.Mastodon;

public sealed class MastodonResidentTests : SandboxResidentContract
{
    public override string Name => "mastodon";

    protected override int RefusedStatus => 401;

    protected override IReadOnlyList<string> Secrets => ["sandbox-mastodon-token"];

    protected override string Path => "/mastodon/api/v1/statuses";

    internal override async Task<int> CallAsync(SandboxHttp http, bool isKnown)
    {
        using var content = new StringContent("""{"status":"Hello"}""", Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(HttpMethod.Post, "/mastodon/api/v1/statuses", content, bearer: isKnown ? "sandbox-mastodon-token" : "other");
        return (int)answer.StatusCode;
    }
}
