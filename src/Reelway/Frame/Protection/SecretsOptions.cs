using Reelway.Configuration;

namespace Reelway.Frame.Protection;

/// <summary>How the keys are kept that protect cookies and secrets at rest (<c>secrets.*</c>).</summary>
internal sealed class SecretsOptions
{
    [LocalPath]
    [Setting("File with a key (openssl rand -base64 32) that seals the keys in the database; the same one on every machine. Default: none, keys lie in the data directory.")]
    public string? KeyFile { get; init; }
}
