using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Reelway.Connectors;
using Reelway.Frame.Configuration;

namespace Reelway.Webhooks;

/// <summary>Sends messages to endpoints, each attempt by itself.</summary>
internal sealed class WebhookSender(UrlsOptions urls, TimeProvider clock) : IDisposable
{
    /// <summary>Most bytes of an answer that are read and kept.</summary>
    public const int LargestAnswer = 50 * 1024;

    private static readonly TimeSpan LongestRetryAfter = TimeSpan.FromDays(1);

    private readonly UserUrls _urls = new(AddressRules.PublicAnd(urls.Allow));

    /// <summary>Sends a message, signed with what is live now.</summary>
    public async Task<WebhookAttempt> SendAsync(WebhookEndpoint endpoint, WebhookMessage message, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        var at = clock.GetUtcNow();
        using var request = Request(endpoint, message, at);
        var sent = new WebhookAttempt(at, Shown(request, endpoint, message));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(endpoint.Settings.TimeoutSeconds), clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            using var response = await _urls.SendAsync(request, either.Token);
            sent = sent with { Status = (int)response.StatusCode, RetryAfter = RetryAfter(response, at), Problem = ProblemOf(response) };
            sent = sent with { Answer = await ReadAsync(response, either.Token) };
        }
        catch (HttpRequestException failure) when (failure.GetBaseException() is AddressRefusedException refused)
        {
            sent = sent with { Refused = true, Problem = $"{refused.Message} (urls.allow)" };
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            sent = sent with { Problem = $"It did not answer in {endpoint.Settings.TimeoutSeconds} s." };
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException)
        {
            var cause = failure.GetBaseException().Message;
            sent = sent with { Problem = $"It can't be reached, or broke off: {(cause.Length <= 200 ? cause : cause[..200] + "…")}" };
        }

        return sent with { Took = clock.GetElapsedTime(began) };
    }

    /// <inheritdoc/>
    public void Dispose() => _urls.Dispose();

    private static HttpRequestMessage Request(WebhookEndpoint endpoint, WebhookMessage message, DateTimeOffset at)
    {
        // Of known length: some receivers refuse chunks.
        var body = new ByteArrayContent(message.Body);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(HttpMethod.Parse(endpoint.Settings.Method), endpoint.Settings.Url) { Content = body };
        foreach (var (name, value) in endpoint.Secrets.Headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.TryAddWithoutValidation("User-Agent", "Reelway");
        request.Headers.TryAddWithoutValidation("webhook-id", message.Id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        if (endpoint.Settings.Signed)
        {
            request.Headers.TryAddWithoutValidation("webhook-signature", WebhookSignature.Of(endpoint.Secrets.LiveAt(at), message.Id, at, message.Body));
        }

        request.Headers.Authorization = endpoint.Settings.Auth switch
        {
            EndpointSettings.AuthBearer => new AuthenticationHeaderValue("Bearer", endpoint.Secrets.Credentials),
            EndpointSettings.AuthBasic => new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(endpoint.Secrets.Credentials ?? ""))),
            _ => null,
        };
        return request;
    }

    // Names of headers, and the values of those that are no secret.
    private static string Shown(HttpRequestMessage request, WebhookEndpoint endpoint, WebhookMessage message)
        => $"{request.Method} {endpoint.Settings.Url}\n"
            + string.Concat(request.Headers.Select(header => $"{header.Key}: {(IsSecret(header.Key, endpoint) ? SecretPatterns.Replacement : string.Join(", ", header.Value))}\n"))
            + $"Content-Type: application/json\nContent-Length: {message.Body.Length}\n\n{Encoding.UTF8.GetString(message.Body)}";

    private static bool IsSecret(string name, WebhookEndpoint endpoint) => name == "Authorization" || endpoint.Secrets.Headers.ContainsKey(name);

    private static string? ProblemOf(HttpResponseMessage response) => (int)response.StatusCode switch
    {
        >= 200 and < 300 => null,
        >= 300 and < 400 => $"It answered {(int)response.StatusCode} and leads elsewhere, which is not followed; give the new address.",
        var status => $"It answered {status} ({response.StatusCode}).",
    };

    private static TimeSpan? RetryAfter(HttpResponseMessage response, DateTimeOffset now)
    {
        var wait = response.Headers.RetryAfter is { } named ? named.Delta ?? named.Date - now : null;
        return wait is not { } asked || asked <= TimeSpan.Zero ? null : asked < LongestRetryAfter ? asked : LongestRetryAfter;
    }

    private static async Task<string> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        await using var source = await response.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[LargestAnswer];
        var length = await source.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation);
        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}

/// <summary>One attempt to deliver.</summary>
/// <param name="Request">What was sent, without secrets.</param>
internal sealed record WebhookAttempt(DateTimeOffset At, string Request)
{
    public TimeSpan Took { get; init; }

    /// <summary>Null: no answer came.</summary>
    public int? Status { get; init; }

    /// <summary>The beginning of the answer's body.</summary>
    public string Answer { get; init; } = "";

    /// <summary>Why it is not delivered; null when it is.</summary>
    public string? Problem { get; init; }

    /// <summary>True when the address may not be called.</summary>
    public bool Refused { get; init; }

    /// <summary>How long the receiver asks to wait; null when it says nothing.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
