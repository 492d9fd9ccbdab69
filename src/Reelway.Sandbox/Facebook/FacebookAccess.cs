using Reelway.Sandbox.Facebook;

namespace Reelway.Sandbox;

public sealed partial record SandboxOptions
{
    public FacebookSandboxOptions Facebook { get; init; } = new();
}

public sealed partial class SandboxServer
{
    /// <summary>Graph host: <c>{HttpUrl}facebook/graph</c>; video host: <c>{HttpUrl}facebook/graph-video</c>.</summary>
    public FacebookSandbox Facebook => Of<FacebookSandbox>();
}
