using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Reelway.Tests.Access;

/// <summary>A provider of OpenID Connect that answers with whatever token a test wants, signed or not.</summary>
internal sealed class LyingProvider : IAsyncDisposable
{
    public const string Honest = "honest";

    private readonly WebApplication _app;
    private readonly RSA _key = RSA.Create(2048);
    private readonly RSA _other = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, string?> _nonces = new(StringComparer.Ordinal);
    private readonly string _lie;

    private LyingProvider(WebApplication app, string lie) => (_app, _lie) = (app, lie);

    public string Issuer => _app.Urls.Single();

    /// <param name="lie">What is wrong with its tokens; <see cref="Honest"/>: nothing.</param>
    public static async Task<LyingProvider> StartAsync(string lie, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var provider = new LyingProvider(builder.Build(), lie);
        provider.Map();
        await provider._app.StartAsync(cancellation);
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
        _other.Dispose();
    }

    private void Map()
    {
        _app.MapGet("/.well-known/openid-configuration", () => new
        {
            issuer = Issuer,
            authorization_endpoint = $"{Issuer}/authorize",
            token_endpoint = $"{Issuer}/token",
            jwks_uri = $"{Issuer}/keys",
        });
        _app.MapGet("/keys", () =>
        {
            var key = _key.ExportParameters(includePrivateParameters: false);
            return new { keys = new[] { new { kty = "RSA", use = "sig", kid = "1", n = Base64UrlEncoder.Encode(key.Modulus), e = Base64UrlEncoder.Encode(key.Exponent) } } };
        });
        _app.MapGet("/authorize", (HttpRequest request) =>
        {
            var code = Guid.NewGuid().ToString("N");
            _nonces[code] = request.Query["nonce"];
            return Results.Redirect($"{request.Query["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(request.Query["state"].ToString())}");
        });
        _app.MapPost("/token", async (HttpRequest request) =>
        {
            var code = (await request.ReadFormAsync(request.HttpContext.RequestAborted))["code"].ToString();
            return new { access_token = "opaque", token_type = "Bearer", id_token = Token(_nonces.GetValueOrDefault(code)) };
        });
    }

    private string Token(string? nonce)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var past = _lie == "expired" ? TimeSpan.FromHours(2) : TimeSpan.Zero;
        var token = new SecurityTokenDescriptor
        {
            Issuer = _lie == "issuer" ? "https://another.example" : Issuer,
            Audience = _lie == "audience" ? "another-client" : "reelway",
            IssuedAt = now - past,
            NotBefore = now - past,
            Expires = now - past + TimeSpan.FromMinutes(5),
            Claims = new Dictionary<string, object> { ["sub"] = "sub-ana", ["nonce"] = _lie == "nonce" ? "of another sign-in" : nonce ?? "" },
            SigningCredentials = _lie == "unsigned" ? null : new SigningCredentials(new RsaSecurityKey(_lie == "key" ? _other : _key) { KeyId = "1" }, SecurityAlgorithms.RsaSha256),
        };
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(token);
    }
}
