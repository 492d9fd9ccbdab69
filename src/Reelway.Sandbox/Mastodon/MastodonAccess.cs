using Reelway.Sandbox.Mastodon;

namespace Reelway.Sandbox;

public sealed partial record SandboxOptions
{
    public MastodonSandboxOptions Mastodon { get; init; } = new();
}

public sealed partial class SandboxServer
{
    /// <summary>An instance: <c>{HttpUrl}mastodon</c>.</summary>
    public MastodonSandbox Mastodon => Of<MastodonSandbox>();
}
