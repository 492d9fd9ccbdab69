using Reelway.Sandbox.Google;

namespace Reelway.Sandbox;

public sealed partial record SandboxOptions
{
    public GoogleSandboxOptions Google { get; init; } = new();
}

public sealed partial class SandboxServer
{
    /// <summary>Sheets: <c>{HttpUrl}google</c>; Drive: <c>{HttpUrl}google</c>.</summary>
    public GoogleSandbox Google => Of<GoogleSandbox>();
}
