using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Reelway.Connectors.Box;

/// <summary>What the application proves itself with, gathered from settings and files.</summary>
internal sealed record BoxKey(string EnterpriseId, string ClientId, string ClientSecret, string KeyId, string PrivateKey, string? Passphrase)
{
    private const int LongestFile = 64 * 1024;

    /// <summary>Reads it. Files are read when a token is fetched, so that a new key needs no restart.</summary>
    /// <exception cref="InvalidDataException">Something is missing or is no key; the message says what, in words that go on after "connection NAME: ".</exception>
    public static BoxKey Read(BoxOptions options)
    {
        var file = string.IsNullOrEmpty(options.ConfigFile) ? null : ConfigFile(options.ConfigFile);
        var app = file?.BoxAppSettings;
        var isJwt = options.Grant == BoxGrant.Jwt;
        var pem = Given(options.RsaPrivateKey) ?? (string.IsNullOrEmpty(options.RsaPrivateKeyPath) ? null : Text(options.RsaPrivateKeyPath, "rsa_private_key_path"));
        return new BoxKey(
            Needed(options.EnterpriseId, file?.EnterpriseId, "enterprise_id"),
            Needed(options.ClientId, app?.ClientId, "client_id"),
            Needed(options.ClientSecret, app?.ClientSecret, "client_secret"),
            isJwt ? Needed(options.JwtKeyId, app?.AppAuth?.PublicKeyId, "jwt_key_id") : "",
            isJwt ? Broken(Needed(pem, app?.AppAuth?.PrivateKey, "rsa_private_key_path")) : "",
            Given(options.Passphrase) ?? app?.AppAuth?.Passphrase);
    }

    /// <summary>The private key.</summary>
    /// <exception cref="InvalidDataException">It can't be read.</exception>
    public RSA Open()
    {
        var key = RSA.Create();
        try
        {
            if (PrivateKey.Contains("ENCRYPTED", StringComparison.Ordinal))
            {
                key.ImportFromEncryptedPem(PrivateKey, Passphrase ?? "");
            }
            else
            {
                key.ImportFromPem(PrivateKey);
            }

            return key;
        }
        catch (Exception problem) when (problem is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new InvalidDataException("the private key can't be read; see that its line breaks were kept and that passphrase is its own");
        }
    }

    private static string Needed(string? set, string? inFile, string setting)
        => Given(set) ?? Given(inFile) ?? throw new InvalidDataException($"{setting} is missing; set it, or name as config_file the JSON file that holds it");

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    // A variable of the environment holds them as two characters.
    private static string Broken(string pem) => pem.Replace("\\n", "\n", StringComparison.Ordinal);

    private static BoxConfigFile ConfigFile(string path)
    {
        var text = Text(path, "config_file");
        try
        {
            return JsonSerializer.Deserialize(text, BoxConfigJson.Default.BoxConfigFile) is { BoxAppSettings: not null } file ? file : throw new JsonException();
        }
        catch (JsonException)
        {
            throw new InvalidDataException($"config_file {path} is not the JSON file of an application; download it in the developer console of Box, under Configuration");
        }
    }

    private static string Text(string path, string setting)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[LongestFile + 1];
            var count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return count <= LongestFile
                ? Encoding.UTF8.GetString(bytes.AsSpan(0, count)).TrimStart('\uFEFF')
                : throw new InvalidDataException($"{setting} {path} is longer than {LongestFile} bytes, which no key is; name the right file");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InvalidDataException($"{setting} {path} can't be read ({problem.Message.TrimEnd('.')}); put the file there, and let this program read it");
        }
    }
}
