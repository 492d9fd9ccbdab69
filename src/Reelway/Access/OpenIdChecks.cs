using System.Globalization;
using System.Text.Json;
using Reelway.Frame;
using Reelway.Frame.Doctor;

namespace Reelway.Access;

/// <summary>Looks at the provider of OpenID Connect as <c>doctor</c> does: whether it answers, whether it is the one that is meant, and whether its clock and ours agree.</summary>
internal static class OpenIdChecks
{
    private const string Name = "single sign-on";
    private const int MostBytes = 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // Tokens are good from a time on, and the framework forgives five minutes.
    private static readonly TimeSpan Off = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Doubtful = TimeSpan.FromSeconds(60);
    private static readonly string[] Endpoints = ["authorization_endpoint", "token_endpoint", "jwks_uri"];

    /// <summary>What is well, and what is missing; nothing where nobody signs in by a provider.</summary>
    public static async Task<IReadOnlyList<Finding>> LookAsync(OpenIdOptions options, TimeProvider clock, CancellationToken cancellation)
    {
        if (!options.IsOn)
        {
            return [];
        }

        var address = new Uri(options.Authority!.TrimEnd('/') + "/.well-known/openid-configuration");
        using var http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = Patience }) { Timeout = Patience, MaxResponseContentBufferSize = MostBytes };
        try
        {
            using var answer = await http.GetAsync(address, cancellation);
            if (!answer.IsSuccessStatusCode)
            {
                return [Finding.Fail(Name, $"{address} answers {(int)answer.StatusCode}.", "Set access.oidc.authority to the address that the provider calls its issuer.")];
            }

            using var said = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellation));
            var seen = clock.GetUtcNow();
            return [Judge(options, said.RootElement), .. answer.Headers.Date is { } date ? [Clock(seen - date)] : Array.Empty<Finding>()];
        }
        catch (JsonException)
        {
            return [Finding.Fail(Name, $"What {address} answers is not valid JSON.", "Set access.oidc.authority to the address that the provider calls its issuer.")];
        }
        catch (Exception trouble) when (trouble is HttpRequestException || (trouble is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return [Finding.Fail(Name, $"{address} does not answer: {ShownText.Line(trouble.Message, 200)}", "Check the address, and the way to it from this machine. Until it answers nobody signs in by it.")];
        }
    }

    private static Finding Judge(OpenIdOptions options, JsonElement said)
    {
        var issuer = Text(said, "issuer");
        if (Endpoints.Where(name => Text(said, name) is null).ToList() is { Count: > 0 } missing)
        {
            return Finding.Fail(Name, $"The provider does not say its {string.Join(", ", missing)}.", "Set access.oidc.authority to a provider of OpenID Connect.");
        }

        if (issuer != options.Authority)
        {
            return Finding.Fail(
                Name, $"The provider calls itself \"{ShownText.Name(issuer ?? "")}\", and access.oidc.authority is \"{options.Authority}\".",
                "Set access.oidc.authority to exactly what the provider calls itself: accounts are known by it.");
        }

        if (said.TryGetProperty("code_challenge_methods_supported", out var methods)
            && !(methods.ValueKind == JsonValueKind.Array && methods.EnumerateArray().Any(method => method.ValueKind == JsonValueKind.String && method.ValueEquals("S256"))))
        {
            return Finding.Warn(Name, $"{issuer} does not say that it knows PKCE with S256, which is always sent.", "Switch it on at the provider, for this client.");
        }

        return Finding.Ok(Name, $"{issuer} answers. It must know the redirect address https://YOUR.HOST{OpenIdSignIn.CallbackPath}");
    }

    private static Finding Clock(TimeSpan ahead)
    {
        const string What = "clock of single sign-on";
        var text = string.Create(CultureInfo.InvariantCulture, $"This clock is {Math.Abs(ahead.TotalSeconds):0} s {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} the provider's");
        return ahead.Duration() >= Off ? Finding.Fail(What, $"{text}, so its tokens are refused.", "Set the clock, and let NTP keep it.")
            : ahead.Duration() >= Doubtful ? Finding.Warn(What, $"{text}.", "Set the clock, and let NTP keep it.")
            : Finding.Ok(What, "agrees with the provider's");
    }

    private static string? Text(JsonElement said, string name)
        => said.ValueKind == JsonValueKind.Object && said.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
