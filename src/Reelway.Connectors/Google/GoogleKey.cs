using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text.Json;
using Reelway.Configuration;

namespace Reelway.Connectors.Google;

/// <summary>The key of a service account.</summary>
/// <param name="Account">Its mail address, which sheets are shared with.</param>
/// <param name="TokenUrl">Where its assertions are exchanged for tokens, and whom they are made out to.</param>
internal sealed record GoogleKey(string Account, string KeyId, string PrivateKey, Uri TokenUrl)
{
    /// <summary>Reads the file that the console gives.</summary>
    /// <param name="problem">What is wrong with it, without quoting it.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out GoogleKey? key, [NotNullWhen(false)] out string? problem)
    {
        key = null;
        KeyFile? file;
        try
        {
            file = JsonSerializer.Deserialize(text, GoogleJson.Default.KeyFile);
        }
        catch (JsonException)
        {
            file = null;
        }

        problem = file switch
        {
            null => "is not the JSON file of a service account; give the whole text of the file that the Google Cloud console made.",
            { Type: not "service_account" } => $"must be of a service account, and is of the type \"{file.Type ?? "none"}\"; make a key of a service account in the Google Cloud console.",
            { ClientEmail: null or "" } or { PrivateKey: null or "" } or { PrivateKeyId: null or "" } => "lacks client_email, private_key or private_key_id; give the whole file.",
            _ when !Uri.TryCreate(file.TokenUri ?? "", UriKind.Absolute, out var url) || !WebAddressAttribute.IsSafe(url) => "has a token_uri that is not an https address; take the file as Google made it.",
            _ when !IsPrivateKey(file.PrivateKey) => "holds a private_key that can't be read; see that its line breaks (\\n) were kept.",
            _ => null,
        };
        if (problem is not null)
        {
            return false;
        }

        key = new GoogleKey(file!.ClientEmail!, file.PrivateKeyId!, file.PrivateKey!, new Uri(file.TokenUri!));
        return true;
    }

    private static bool IsPrivateKey(string pem)
    {
        try
        {
            using var key = RSA.Create();
            key.ImportFromPem(pem);
            return true;
        }
        catch (Exception problem) when (problem is ArgumentException or CryptographicException)
        {
            return false;
        }
    }
}
