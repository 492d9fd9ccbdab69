using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Reelway.Sandbox.Tests.Bluesky;

public sealed class BlueskyResidentTests : SandboxResidentContract
{
    private const string Xrpc = "/bluesky/xrpc";

    private string _token = "";
    private int _calls;

    public override string Name => "bluesky";

    protected override string Match => """{"path":"/xrpc/com.atproto.repo.*"}""";

    protected override int RefusedStatus => 400;

    protected override IReadOnlyList<string> Secrets => ["sand-box1-pass-word", "sandbox-bluesky-access", "sandbox-bluesky-refresh"];

    protected override string Path => $"{Xrpc}/com.atproto.repo.putRecord";

    internal override async Task PrepareAsync(SandboxHttp http)
    {
        using var answer = await http.PostJsonAsync($"{Xrpc}/com.atproto.server.createSession", """{"identifier":"fernwood.bsky.social","password":"sand-box1-pass-word"}""");
        _token = (await answer.Content.ReadFromJsonAsync<JsonElement>(SandboxHttp.Cancellation)).GetProperty("accessJwt").GetString()!;
    }

    internal override async Task<int> CallAsync(SandboxHttp http, bool isKnown)
    {
        using var content = new StringContent($$$"""
            {"repo":"did:plc:sandboxfernwoodconf24","collection":"app.bsky.feed.post","rkey":"3lbxyz2abcd{{{_calls++ + 22}}}",
             "record":{"$type":"app.bsky.feed.post","text":"Hello","createdAt":"2026-11-30T10:00:00.000Z"}}
            """, Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(HttpMethod.Post, Path, content, bearer: isKnown ? _token : "other");
        return (int)answer.StatusCode;
    }
}
