using System.Net;
using Amazon;
using Amazon.Runtime;
using Amazon.S3;

namespace Reelway.Connectors.Aws;

/// <summary>AWS's own client of S3 within our pipeline, and its exceptions as faults.</summary>
internal sealed class S3Calls : IDisposable
{
    // Within the client, for what costs less than a durable repetition; all that is repeated leaves the same object.
    private const int Repetitions = 2;

    private readonly Lazy<AmazonS3Client> _client;
    private readonly AwsFaults _faults;
    private readonly string _connection;
    private readonly ConnectionWatch _watch;

    public S3Calls(AwsOptions options, ConnectorHttp http, Redactor redactor)
    {
        _faults = new AwsFaults(options, redactor);
        _connection = options.Connection;
        _watch = http.Watch;
        var credentials = new AwsCredentials(options, redactor);
        _client = new Lazy<AmazonS3Client>(() => new AmazonS3Client(credentials.Source(), Config(options, http)));
    }

    public AwsFaults Faults => _faults;

    /// <summary>Makes a call.</summary>
    /// <param name="isWrite">True when a lost answer leaves open whether something was changed.</param>
    public async Task<T> CallAsync<T>(string what, bool isWrite, Func<AmazonS3Client, Task<T>> call, CancellationToken cancellation)
    {
        try
        {
            var answer = await SendAsync(what, isWrite, call, cancellation);
            _watch.Ended(_connection, fault: null);
            return answer;
        }
        catch (ConnectorException fault)
        {
            _watch.Ended(_connection, fault);
            throw;
        }
    }

    private async Task<T> SendAsync<T>(string what, bool isWrite, Func<AmazonS3Client, Task<T>> call, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        try
        {
            return await call(_client.Value);
        }
        catch (AmazonServiceException exception) when (exception.StatusCode != 0)
        {
            var mayHaveHappened = isWrite && exception.StatusCode is HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout;
            throw _faults.From(
                what, new AwsError(exception.ErrorCode ?? "", exception.Message), AwsFaults.KindOf(exception.StatusCode), mayHaveHappened, retryAfter: null, skew: null);
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested && IsConnection(exception))
        {
            throw Lost(what, exception, isWrite);
        }
    }

    /// <summary>The fault of a call whose answer was lost.</summary>
    public ConnectorException Lost(string what, Exception cause, bool isWrite)
    {
        var reason = cause is OperationCanceledException ? "there was no answer within the time limit" : cause.GetBaseException().Message.TrimEnd('.');
        var fault = _faults.Own(CallFault.Transient, $"could not {what}: {reason}; it is tried again", cause);
        return isWrite ? new ConnectorException(fault) { OutcomeUnknown = true } : fault;
    }

    public void Dispose()
    {
        if (_client.IsValueCreated)
        {
            _client.Value.Dispose();
        }
    }

    private static bool IsConnection(Exception exception)
        => exception is HttpRequestException or IOException or AmazonServiceException or AmazonClientException or OperationCanceledException
            // What the client throws at headers that it can't make sense of.
            or ArgumentException or FormatException;

    private static AmazonS3Config Config(AwsOptions options, ConnectorHttp http)
    {
        var config = new AmazonS3Config
        {
            AuthenticationRegion = options.Region,
            ForcePathStyle = options.PathStyle,
            MaxErrorRetry = Repetitions,
            HttpClientFactory = new Clients(http, options.TransferTimeout),
            RequestChecksumCalculation = options.Checksums ? RequestChecksumCalculation.WHEN_SUPPORTED : RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = options.Checksums ? ResponseChecksumValidation.WHEN_SUPPORTED : ResponseChecksumValidation.WHEN_REQUIRED,
            // What goes wrong is told by us, redacted.
            DisableLogging = true,
        };
        if (options.S3Url is { } url)
        {
            config.ServiceURL = url.AbsoluteUri;
        }
        else
        {
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(options.Region);
        }

        return config;
    }

    /// <summary>Gives AWS's client the connections that all connectors share.</summary>
    private sealed class Clients(ConnectorHttp http, TimeSpan timeout) : HttpClientFactory
    {
        public override HttpClient CreateHttpClient(IClientConfig clientConfig) => http.ClientFor(timeout);

        public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

        public override bool DisposeHttpClientsAfterUse(IClientConfig clientConfig) => false;
    }
}
