using Reelway.Sandbox.Box;

namespace Reelway.Sandbox;

public sealed partial record SandboxOptions
{
    public BoxSandboxOptions Box { get; init; } = new();
}

public sealed partial class SandboxServer
{
    /// <summary>API: <c>{HttpUrl}box/2.0</c>; uploads: <c>{HttpUrl}box/api/2.0</c>; tokens: <c>{HttpUrl}box/oauth2/token</c>.</summary>
    public BoxSandbox Box => Of<BoxSandbox>();
}
