using Reelway.Sandbox.OpenText;

namespace Reelway.Sandbox;

public sealed partial record SandboxOptions
{
    public OpenTextSandboxOptions OpenText { get; init; } = new();
}

public sealed partial class SandboxServer
{
    /// <summary>Media management: <c>{HttpUrl}opentext/otmmapi/v6</c>; Directory Services: <c>{HttpUrl}opentext/otdsws</c>.</summary>
    public OpenTextSandbox OpenText => Of<OpenTextSandbox>();
}
