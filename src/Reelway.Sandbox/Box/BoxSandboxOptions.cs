namespace Reelway.Sandbox.Box;

/// <summary>What the Box stand-in knows at its start.</summary>
public sealed record BoxSandboxOptions
{
    public string EnterpriseId { get; init; } = "7004001";

    public string ClientId { get; init; } = "sandboxclient0123456789abcdefghij";

    public string ClientSecret { get; init; } = "sandbox-box-secret";

    /// <summary>Id of the application's public key.</summary>
    public string KeyId { get; init; } = "sbx00key";

    /// <summary>The application's private key, PKCS#8 as PEM. Default: a new one, made when it is first needed.</summary>
    public string? PrivateKey { get; init; }

    /// <summary>Passphrase that the key is given out under.</summary>
    public string Passphrase { get; init; } = "sandbox-box-passphrase";

    /// <summary>A folder to which the service account is invited.</summary>
    public string RootFolderId { get; init; } = "300000000001";

    public string PrimaryKey { get; init; } = "sandbox-box-primary-key";

    public string SecondaryKey { get; init; } = "sandbox-box-secondary-key";

    /// <summary>Switches that can also be changed while the sandbox runs.</summary>
    public BoxSettings Settings { get; init; } = new();
}
