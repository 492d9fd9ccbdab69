namespace Reelway.Connectors.X;

/// <summary>Which keys a connection works with: those of a login go before the configured ones, since whoever logs in means it.</summary>
internal sealed class XKeyring(XOptions options, ConnectionTools tools, XFaults faults, Redactor redactor)
{
    private XSigner? _last;

    /// <summary>What signs the requests of this moment.</summary>
    /// <exception cref="ConnectorException">There are no keys, or they can't be read.</exception>
    public async Task<XSigner> CurrentAsync(CancellationToken cancellation)
    {
        var kept = await tools.Logins(options.Connection, cancellation);
        var version = kept?.Version ?? 0;
        if (_last is { } last && last.Version == version)
        {
            return last;
        }

        return _last = SignerOf(version, kept is null ? Configured() : Kept(kept));
    }

    /// <summary>What signs requests with keys that are not kept yet.</summary>
    public XSigner SignerOf(long version, XKeys keys)
    {
        foreach (var secret in new[] { keys.ApiKey, keys.ApiKeySecret, keys.AccessToken, keys.AccessTokenSecret })
        {
            redactor.Add(secret);
        }

        return new XSigner(version, new OAuthSignature(keys.ApiKey, keys.ApiKeySecret, keys.AccessToken, keys.AccessTokenSecret));
    }

    private XKeys Configured() => options.HasKeys
        ? new XKeys(options.ApiKey!, options.ApiKeySecret!, options.AccessToken!, options.AccessTokenSecret!)
        : throw faults.NeedsLogin($"connection {options.Connection} has no keys; log in");

    private XKeys Kept(KeptLogin kept)
    {
        try
        {
            return XKeys.Read(kept.Secret);
        }
        catch (FormatException)
        {
            throw faults.NeedsLogin($"what the login of connection {options.Connection} has left behind is not readable; log in again");
        }
    }
}

/// <summary>Signs with the keys of one login.</summary>
/// <param name="Version">Another one when another login holds; 0 for the configured keys.</param>
internal sealed record XSigner(long Version, OAuthSignature Signature);
