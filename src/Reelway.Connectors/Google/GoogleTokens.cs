using Google.Apis.Auth.OAuth2;
using Google.Apis.Http;
using Google.Apis.Util;

namespace Reelway.Connectors.Google;

/// <summary>The access token for one scope: fetched when first needed, before it expires, and once more when Google refuses it; by one call at a time.</summary>
internal sealed class GoogleTokens : IDisposable
{
    // A token that ends while a call is under way costs that call.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(60);

    private readonly SemaphoreSlim _fetching = new(1);
    private readonly ServiceAccountCredential _credential;
    private readonly GoogleFaults _faults;
    private readonly Redactor _redactor;
    private readonly TimeProvider _clock;
    private readonly string _account;
    private volatile Token? _token;

    /// <param name="calls">The connection's calls, which the library's own go through.</param>
    public GoogleTokens(GoogleKey key, string scope, HttpCalls calls, TimeSpan timeout, GoogleFaults faults, Redactor redactor, TimeProvider clock)
    {
        (_faults, _redactor, _clock, _account) = (faults, redactor, clock, key.Account);
        _credential = new ServiceAccountCredential(new ServiceAccountCredential.Initializer(key.Account, key.TokenUrl.AbsoluteUri)
        {
            KeyId = key.KeyId,
            Scopes = [scope],
            Clock = new Clock(clock),
            // Repeating is the pipeline's part.
            DefaultExponentialBackOffPolicy = ExponentialBackOffPolicy.None,
            HttpClientFactory = new HttpClientFromMessageHandlerFactory(wanted => new HttpClientFromMessageHandlerFactory.ConfiguredHttpMessageHandler(
                new TokenPipeline(calls, key.Account, timeout), wanted.MayPerformDecompression, wanted.MayHandleRedirects)),
        }.FromPrivateKey(key.PrivateKey));
        // The pipeline's time limit is the one that holds.
        _credential.HttpClient.Timeout = Timeout.InfiniteTimeSpan;
    }

    /// <summary>A token that is good as far as its lifetime tells.</summary>
    public async Task<string> GetAsync(CancellationToken cancellation)
        => _token is { } token && _clock.GetUtcNow() < token.Until ? token.Value : await FetchAsync(refused: null, cancellation);

    /// <summary>Another token than the refused one.</summary>
    public Task<string> ReplaceAsync(string refused, CancellationToken cancellation) => FetchAsync(refused, cancellation);

    public void Dispose()
    {
        _fetching.Dispose();
        _credential.HttpClient.Dispose();
    }

    private async Task<string> FetchAsync(string? refused, CancellationToken cancellation)
    {
        await _fetching.WaitAsync(cancellation);
        try
        {
            // Another call may have fetched while this one waited.
            if (_token is { } known && known.Value != refused && _clock.GetUtcNow() < known.Until)
            {
                return known.Value;
            }

            await RequestAsync(cancellation);
            var given = _credential.Token;
            if (string.IsNullOrEmpty(given?.AccessToken))
            {
                throw _faults.Own(CallFault.Transient, $"could not get a token for {_account}: the answer has none; it is tried again");
            }

            _redactor.Add(given.AccessToken);
            _token = new Token(given.AccessToken, _clock.GetUtcNow() + TimeSpan.FromSeconds(given.ExpiresInSeconds ?? 0) - Margin);
            return given.AccessToken;
        }
        finally
        {
            _fetching.Release();
        }
    }

    private async Task RequestAsync(CancellationToken cancellation)
    {
        try
        {
            await _credential.RequestAccessTokenAsync(cancellation);
        }
        catch (Exception problem) when (problem is not (ConnectorException or OperationCanceledException))
        {
            // What the library makes of an answer that is no token: exceptions of several kinds, its JSON reader's among them.
            throw _faults.Own(CallFault.Transient, $"could not get a token for {_account}: the answer is not what Google sends; it is tried again", problem);
        }
    }

    /// <param name="Until">When it is fetched again, a little before it expires.</param>
    private sealed record Token(string Value, DateTimeOffset Until);

    private sealed class Clock(TimeProvider time) : IClock
    {
        public DateTime Now => time.GetLocalNow().DateTime;

        public DateTime UtcNow => time.GetUtcNow().UtcDateTime;
    }
}
