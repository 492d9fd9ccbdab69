using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Reelway.Connectors.Box;

/// <summary>The access token of the application: fetched when first needed, before it expires, and once more when Box refuses it; by one call at a time.</summary>
internal sealed class BoxTokens(BoxOptions options, HttpCalls calls, BoxFaults faults, Redactor redactor, TimeProvider clock, ILogger log) : IDisposable
{
    // Whom assertions are made out to, wherever they are sent.
    private const string Audience = "https://api.box.com/oauth2/token";

    // Box takes at most 60 s; what is left is for the way.
    private static readonly TimeSpan AssertionLasts = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _fetching = new(1);
    private volatile Token? _token;
    private TimeSpan _ahead;

    /// <summary>A token that is good as far as its lifetime tells.</summary>
    public async Task<string> GetAsync(CancellationToken cancellation)
        => _token is { } token && clock.GetUtcNow() < token.Until ? token.Value : await FetchAsync(refused: null, cancellation);

    /// <summary>Another token than the refused one.</summary>
    public Task<string> ReplaceAsync(string refused, CancellationToken cancellation) => FetchAsync(refused, cancellation);

    public void Dispose() => _fetching.Dispose();

    private async Task<string> FetchAsync(string? refused, CancellationToken cancellation)
    {
        await _fetching.WaitAsync(cancellation);
        try
        {
            // Another call may have fetched while this one waited.
            if (_token is { } known && known.Value != refused && clock.GetUtcNow() < known.Until)
            {
                return known.Value;
            }

            var answer = await RequestAsync(cancellation);
            var reply = Read(answer);
            redactor.Add(reply.AccessToken);
            var lasts = TimeSpan.FromSeconds(reply.ExpiresIn ?? 0);
            _token = new Token(reply.AccessToken!, clock.GetUtcNow() + lasts - (lasts > 2 * Margin ? Margin : lasts / 2));
            return reply.AccessToken!;
        }
        finally
        {
            _fetching.Release();
        }
    }

    private TokenReply Read(HttpAnswer answer)
    {
        try
        {
            return JsonSerializer.Deserialize(answer.Body.Span, BoxJson.Default.TokenReply) is { AccessToken.Length: > 0 } reply ? reply : throw faults.Malformed(answer, "the answer has no token");
        }
        catch (JsonException)
        {
            throw faults.Malformed(answer);
        }
    }

    private async Task<HttpAnswer> RequestAsync(CancellationToken cancellation)
    {
        try
        {
            var key = BoxKey.Read(options);
            // A piece of the private key must not get out either.
            foreach (var secret in (string?[])[key.ClientSecret, key.Passphrase, .. key.PrivateKey.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)])
            {
                redactor.Add(secret);
            }

            using var signer = options.Grant == BoxGrant.Jwt ? key.Open() : null;
            Task<HttpAnswer> SendAsync(Func<HttpAnswer, bool> reads) => calls.SendAsync(
                // Another token does no harm: to the pipeline this is a read. Each sending has an assertion of its own, since none is taken twice.
                new BoxCall("get a token", () => Request(key, signer), options.CallTimeout, CallEffect.None) { IsToken = true, NeedsLogin = false, Reads = reads }, cancellation);
            var answer = await SendAsync(signer is null ? static _ => false : IsAboutTime);
            if (!answer.IsSuccess)
            {
                _ahead = answer.ClockSkew!.Value;
                log.BoxClockDiffers(options.Connection, _ahead.TotalSeconds);
                answer = await SendAsync(static _ => false);
            }

            return answer;
        }
        catch (InvalidDataException problem)
        {
            throw faults.Unusable(problem.Message);
        }
    }

    private static bool IsAboutTime(HttpAnswer answer)
        => (int)answer.Status == 400 && answer.ClockSkew is not null && BoxFaults.CodeOf(answer) == "invalid_grant"
            && (answer.Text.Contains("exp", StringComparison.OrdinalIgnoreCase) || answer.Text.Contains("iat", StringComparison.OrdinalIgnoreCase));

    private HttpRequestMessage Request(BoxKey key, RSA? signer)
    {
        Dictionary<string, string> form = new() { ["client_id"] = key.ClientId, ["client_secret"] = key.ClientSecret };
        if (signer is null)
        {
            form["grant_type"] = "client_credentials";
            form["box_subject_type"] = "enterprise";
            form["box_subject_id"] = key.EnterpriseId;
        }
        else
        {
            form["grant_type"] = "urn:ietf:params:oauth:grant-type:jwt-bearer";
            form["assertion"] = Assertion(key, signer);
        }

        return new HttpRequestMessage(HttpMethod.Post, options.TokenUrl) { Content = new FormUrlEncodedContent(form) };
    }

    private string Assertion(BoxKey key, RSA signer)
    {
        var expires = (clock.GetUtcNow() + _ahead + AssertionLasts).ToUnixTimeSeconds();
        var claims = new AssertionClaims(key.ClientId, key.EnterpriseId, "enterprise", Audience, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)), expires);
        var signed = $"{Encoded(JsonSerializer.SerializeToUtf8Bytes(new AssertionHeader("RS512", "JWT", key.KeyId), BoxJson.Default.AssertionHeader))}"
            + $".{Encoded(JsonSerializer.SerializeToUtf8Bytes(claims, BoxJson.Default.AssertionClaims))}";
        return $"{signed}.{Encoded(signer.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1))}";
    }

    private static string Encoded(byte[] bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    /// <param name="Until">When it is fetched again, before it expires.</param>
    private sealed record Token(string Value, DateTimeOffset Until);
}
