using Reelway.Sandbox.Bluesky;

namespace Reelway.Sandbox;

public sealed partial record SandboxOptions
{
    public BlueskySandboxOptions Bluesky { get; init; } = new();
}

public sealed partial class SandboxServer
{
    /// <summary>An account's server: <c>{HttpUrl}bluesky</c>.</summary>
    public BlueskySandbox Bluesky => Of<BlueskySandbox>();
}
