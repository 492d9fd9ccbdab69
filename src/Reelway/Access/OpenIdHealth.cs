using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Reelway.Access;

/// <summary>Whether the provider of OpenID Connect answers. When it does not, sessions go on and keys work: it is a warning, and no reason to take this server out.</summary>
internal sealed class OpenIdHealth(OpenIdOptions options, TimeProvider time) : IHealthCheck, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // Whoever asks often is answered from the last look.
    private static readonly TimeSpan Sight = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectTimeout = Patience, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Patience };
    private Look? _last;

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (_last is { } last && time.GetElapsedTime(last.At) < Sight)
        {
            return last.Found;
        }

        var result = await LookAsync(cancellationToken);
        _last = new Look(time.GetTimestamp(), result);
        return result;
    }

    public void Dispose() => _http.Dispose();

    private async Task<HealthCheckResult> LookAsync(CancellationToken cancellation)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri(options.Authority!.TrimEnd('/') + "/.well-known/openid-configuration"), HttpCompletionOption.ResponseHeadersRead, cancellation);
            return answer.IsSuccessStatusCode
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Degraded($"The provider of OpenID Connect answers {(int)answer.StatusCode}, so nobody can sign in by it; sessions and keys go on.");
        }
        catch (Exception trouble) when (trouble is HttpRequestException || (trouble is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return HealthCheckResult.Degraded("The provider of OpenID Connect does not answer, so nobody can sign in by it; sessions and keys go on.");
        }
    }

    // Replaced whole, since several may ask at once.
    private sealed record Look(long At, HealthCheckResult Found);
}
