using Reelway.Sandbox.X;

namespace Reelway.Sandbox;

public sealed partial record SandboxOptions
{
    public XSandboxOptions X { get; init; } = new();
}

public sealed partial class SandboxServer
{
    /// <summary>The API: <c>{HttpUrl}x</c>.</summary>
    public XSandbox X => Of<XSandbox>();
}
