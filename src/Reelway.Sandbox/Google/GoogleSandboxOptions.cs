namespace Reelway.Sandbox.Google;

/// <summary>What the Google stand-in knows at its start.</summary>
public sealed record GoogleSandboxOptions
{
    /// <summary>Mail address of the service account, which sheets are shared with.</summary>
    public string Account { get; init; } = "reelway@sandbox-project.iam.gserviceaccount.com";

    public string ProjectId { get; init; } = "sandbox-project";

    /// <summary>Number of the project, as quota messages name it.</summary>
    public string ProjectNumber { get; init; } = "603366585132";

    /// <summary>Id of the account's key.</summary>
    public string KeyId { get; init; } = "5b0c6f2e9d3a4177a8e1c2d4f6089b7e31a5c9d0";

    /// <summary>The account's private key, PKCS#8 as PEM. Default: a new one, made when it is first needed.</summary>
    public string? PrivateKey { get; init; }

    /// <summary>Switches that can also be changed while the sandbox runs.</summary>
    public GoogleSettings Settings { get; init; } = new();
}
