using Reelway.Sandbox.LinkedIn;

namespace Reelway.Sandbox;

public sealed partial record SandboxOptions
{
    public LinkedInSandboxOptions LinkedIn { get; init; } = new();
}

public sealed partial class SandboxServer
{
    /// <summary>The API, and the website's own part: <c>{HttpUrl}linkedin</c>.</summary>
    public LinkedInSandbox LinkedIn => Of<LinkedInSandbox>();
}
