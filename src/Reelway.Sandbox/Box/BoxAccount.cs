using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Reelway.Sandbox.Box;

/// <summary>The application and its key.</summary>
internal sealed class BoxAccount(BoxSandboxOptions options) : IDisposable
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

    /// <summary>The public half, which assertions are checked with.</summary>
    public RSA Key => _key.Value;

    /// <summary>The application's settings as the developer console lets them be downloaded.</summary>
    public JsonObject ConfigFile() => new()
    {
        ["boxAppSettings"] = new JsonObject
        {
            ["clientID"] = options.ClientId,
            ["clientSecret"] = options.ClientSecret,
            ["appAuth"] = new JsonObject
            {
                ["publicKeyID"] = options.KeyId,
                ["privateKey"] = Key.ExportEncryptedPkcs8PrivateKeyPem(options.Passphrase, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2048)) + "\n",
                ["passphrase"] = options.Passphrase,
            },
        },
        ["enterpriseID"] = options.EnterpriseId,
    };

    public void Dispose()
    {
        if (_key.IsValueCreated)
        {
            _key.Value.Dispose();
        }
    }
}
