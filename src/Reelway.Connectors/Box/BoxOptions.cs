using System.ComponentModel.DataAnnotations;
using Reelway.Configuration;

namespace Reelway.Connectors.Box;

/// <summary>Settings of one application at Box, and of the enterprise that it works for.</summary>
public sealed class BoxOptions() : HttpConnectionOptions("box")
{
    [Setting("JSON file with the application's settings and key, as Box's developer console makes it. What is set beside it goes before what it holds.")]
    [LocalPath]
    public string? ConfigFile { get; init; }

    [Setting("How the application proves who it is: jwt (by its key) or client_credentials (by its secret alone).")]
    public BoxGrant Grant { get; init; } = BoxGrant.Jwt;

    [Setting("Id of the enterprise, as the developer console shows it.")]
    public string? EnterpriseId { get; init; }

    [Setting("Client id of the application.")]
    public string? ClientId { get; init; }

    [Setting("Client secret of the application.", Secret = true)]
    public string? ClientSecret { get; init; }

    [Setting("Id of the public key whose private half the application signs with.")]
    public string? JwtKeyId { get; init; }

    [Setting("File with the private key, PEM, encrypted or not.")]
    [LocalPath]
    public string? RsaPrivateKeyPath { get; init; }

    [Setting("Text of the private key, PEM, instead of the file; \\n stands for a line break.", Secret = true)]
    public string? RsaPrivateKey { get; init; }

    [Setting("Passphrase of the private key.", Secret = true)]
    public string? Passphrase { get; init; }

    [Setting("Id of the folder that the work lies in. The application's service account must be invited to it as an editor.")]
    public string RootFolderId { get; init; } = "0";

    [Setting("Id of a user whom the application acts for, instead of its service account. The application needs the right to do so.")]
    public string? AsUser { get; init; }

    [Setting("Address of the API. Changed only to talk to a stand-in.")]
    [WebAddress]
    public Uri ApiUrl { get; init; } = new("https://api.box.com/2.0");

    [Setting("Address that files are uploaded to. Changed only to talk to a stand-in.")]
    [WebAddress]
    public Uri UploadUrl { get; init; } = new("https://upload.box.com/api/2.0");

    [Setting("Address that tokens come from. Changed only to talk to a stand-in.")]
    [WebAddress]
    public Uri TokenUrl { get; init; } = new("https://api.box.com/oauth2/token");

    /// <remarks>Box documents "20 MB" and takes sessions from 20 MiB on.</remarks>
    [Setting("Size in bytes from which a file is sent in parts, which Box takes from 20971520 on.")]
    [Range(1, 52_428_800)]
    public long ChunkedFrom { get; init; } = 20_971_520;

    [Setting("Longest time that the upload of a file in one piece, or of one part of a large file, may take.")]
    [Lasts("1ms", "1d")]
    public TimeSpan TransferTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <remarks>The limits are counted by the minute.</remarks>
    [Setting("Wait after Box refused a call as one too many and named no time itself.")]
    [Lasts("1ms", "1d")]
    public TimeSpan ThrottleWait { get; init; } = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(RsaPrivateKeyPath) && !string.IsNullOrEmpty(RsaPrivateKey))
        {
            yield return new("is set beside the file of the key; set one of them.", [nameof(RsaPrivateKey)]);
        }

        if (!string.IsNullOrEmpty(ConfigFile))
        {
            yield break;
        }

        foreach (var (name, value, isNeeded) in new[]
        {
            (nameof(EnterpriseId), EnterpriseId, true), (nameof(ClientId), ClientId, true), (nameof(ClientSecret), ClientSecret, true),
            (nameof(JwtKeyId), JwtKeyId, Grant == BoxGrant.Jwt), (nameof(RsaPrivateKeyPath), RsaPrivateKeyPath ?? RsaPrivateKey, Grant == BoxGrant.Jwt),
        })
        {
            if (isNeeded && string.IsNullOrEmpty(value))
            {
                yield return new("is missing; take it from the developer console of Box, or name its JSON file as config_file.", [name]);
            }
        }
    }
}
