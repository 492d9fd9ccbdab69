using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Reelway.Sandbox.Google;

/// <summary>The service account and its key.</summary>
internal sealed class GoogleAccount(GoogleSandboxOptions options) : IDisposable
{
    private readonly Lazy<RSA> _key = new(() =>
    {
        var key = RSA.Create(2048);
        if (options.PrivateKey is { } pem)
        {
            key.ImportFromPem(pem);
        }

        return key;
    });

    public string Mail => options.Account;

    public string KeyId => options.KeyId;

    /// <summary>The public half, which assertions are checked with.</summary>
    public RSA Key => _key.Value;

    /// <summary>The key as the console lets it be downloaded.</summary>
    public JsonObject KeyFile(Uri tokenUrl) => new()
    {
        ["type"] = "service_account",
        ["project_id"] = options.ProjectId,
        ["private_key_id"] = options.KeyId,
        ["private_key"] = Key.ExportPkcs8PrivateKeyPem() + "\n",
        ["client_email"] = options.Account,
        ["client_id"] = "104820000000000000042",
        ["token_uri"] = tokenUrl.AbsoluteUri,
        ["universe_domain"] = "googleapis.com",
    };

    public void Dispose()
    {
        if (_key.IsValueCreated)
        {
            _key.Value.Dispose();
        }
    }
}
