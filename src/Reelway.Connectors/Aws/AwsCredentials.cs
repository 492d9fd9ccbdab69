using Amazon.Runtime;
using Amazon.Runtime.Credentials;

namespace Reelway.Connectors.Aws;

/// <summary>The configured credentials, or those that AWS's own tools would use on this machine.</summary>
internal sealed class AwsCredentials(AwsOptions options, Redactor redactor)
{
    private readonly Lock _lock = new();
    private AWSCredentials? _source;

    /// <summary>Where credentials come from, for AWS's own clients.</summary>
    /// <exception cref="ConnectorException">There are none to be found.</exception>
    public AWSCredentials Source()
    {
        lock (_lock)
        {
            return _source ??= Find();
        }
    }

    /// <summary>The credentials of this moment: they rotate, so nobody keeps them.</summary>
    /// <exception cref="ConnectorException">There are none to be had.</exception>
    public async Task<AwsIdentity> GetAsync(CancellationToken cancellation)
    {
        ImmutableCredentials found;
        try
        {
            found = await Source().GetCredentialsAsync().WaitAsync(cancellation);
        }
        catch (Exception exception) when (exception is AmazonClientException or AmazonServiceException or HttpRequestException)
        {
            throw None(exception);
        }

        redactor.Add(found.SecretKey);
        redactor.Add(found.Token);
        return new AwsIdentity(found.AccessKey, found.SecretKey, found.UseToken ? found.Token : null);
    }

    /// <summary>Drops temporary credentials that AWS refused; true when there may be new ones.</summary>
    public bool Renew()
    {
        if (Source() is not RefreshingAWSCredentials refreshing)
        {
            return false;
        }

        refreshing.ClearCredentials();
        return true;
    }

    private AWSCredentials Find()
    {
        if (!string.IsNullOrEmpty(options.AccessKey))
        {
            return string.IsNullOrEmpty(options.SessionToken)
                ? new BasicAWSCredentials(options.AccessKey, options.SecretKey)
                : new SessionAWSCredentials(options.AccessKey, options.SecretKey, options.SessionToken);
        }

        try
        {
            return DefaultAWSCredentialsIdentityResolver.GetCredentials();
        }
        catch (AmazonClientException exception)
        {
            throw None(exception);
        }
    }

    private ConnectorException None(Exception cause) => new(
        AwsConnector.Name, CallFault.Auth,
        redactor.Clean($"connection {options.Connection} has no credentials ({cause.Message}); set access_key and secret_key, or give the machine a role"),
        redactor.Safe(cause))
    {
        Scope = ConnectionScope.Of(options.Connection),
    };
}

/// <summary>Who signs a request.</summary>
/// <param name="Token">Part of temporary credentials; null for lasting ones.</param>
internal sealed record AwsIdentity(string AccessKey, string SecretKey, string? Token);
