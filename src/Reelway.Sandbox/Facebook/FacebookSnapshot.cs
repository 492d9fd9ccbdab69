namespace Reelway.Sandbox.Facebook;

internal sealed record FacebookSnapshot(
    FacebookSettings Settings, IReadOnlyList<SandboxPage> Pages, IReadOnlyList<SandboxVideo> Videos,
    IReadOnlyList<SandboxPost> Posts, IReadOnlyList<SandboxRequest> Requests);

internal sealed record LoginAnswer(string AccessToken);
