using System.Security.Cryptography;
using Reelway.Connectors.Box;
using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Box;

/// <summary>A Box connection that talks to a scripted server, and gets its tokens from another one.</summary>
internal sealed class BoxHarness : IConnectorHarness
{
    public const string Token = "BoxTokenOfTheAccount0123456789";
    public const string Sha1 = "f7ff9e8b7bb2e09b70935a5d785e0cc5d9d0abf0";

    private readonly ConnectorHttp _http;

    public BoxHarness(TimeSpan? callTimeout = null, TimeProvider? clock = null, Func<BoxOptions, BoxOptions>? change = null)
    {
        Tokens.Otherwise = _ => ScriptedAnswer.Json($$"""{"access_token":"{{Token}}","expires_in":3600,"restricted_to":[],"token_type":"bearer"}""");
        var timeout = callTimeout ?? TimeSpan.FromSeconds(30);
        var options = new BoxOptions
        {
            Connection = "box-main",
            EnterpriseId = "43",
            ClientId = "client-of-the-app",
            ClientSecret = "secret+of/the=app",
            JwtKeyId = "k3y",
            RsaPrivateKey = PrivateKey.Replace("\n", "\\n", StringComparison.Ordinal),
            Passphrase = "passphrase of the key",
            ApiUrl = new Uri(Server.Url, "/2.0"),
            UploadUrl = new Uri(Server.Url, "/api/2.0/"),
            TokenUrl = new Uri(Tokens.Url, "/oauth2/token"),
            CallTimeout = timeout,
            TransferTimeout = timeout,
        };
        _http = new ConnectorHttp(clock ?? TimeProvider.System, Log);
        options = change?.Invoke(options) ?? options;
        Files = BoxFiles.Create(options, _http);
        Webhooks = BoxWebhooks.Create(options, _http);
    }

    /// <summary>The application's private key, encrypted; one for all tests, since making one takes long.</summary>
    public static string PrivateKey { get; } = MakeKey();

    public BoxFiles Files { get; }

    public BoxWebhooks Webhooks { get; }

    /// <summary>The API, and where files are uploaded to.</summary>
    public ScriptedHttpServer Server { get; } = new();

    /// <summary>The token endpoint.</summary>
    public ScriptedHttpServer Tokens { get; } = new();

    public CapturedLog Log { get; } = new();

    public IReadOnlyList<string> Secrets => [Token, "secret+of/the=app", "passphrase of the key", PrivateKey.Split('\n')[5]];

    public string ReadAnswer => File("22", "a.txt");

    public string WriteAnswer => $$"""{"total_count":1,"entries":[{{File("23", "a.txt")}}]}""";

    public ScriptedAnswer LoginRefused => ScriptedAnswer.Empty(401).With(("WWW-Authenticate", "Bearer realm=\"Service\", error=\"invalid_token\""));

    public ScriptedAnswer Throttled => ScriptedAnswer.Json(Problem(429, "rate_limit_exceeded", "Request rate limit exceeded, please try again later"), 429);

    public TimeSpan? ThrottleWait => TimeSpan.FromMinutes(1);

    public Task ReadAsync(CancellationToken cancellation) => Files.FileAsync("22", cancellation);

    public async Task WriteAsync(CancellationToken cancellation)
    {
        using var content = new MemoryStream("Hello"u8.ToArray());
        await Files.SendAsync(new BoxUpload("11", "a.txt", 5), content, null, cancellation);
    }

    public static string File(string id, string name, string sha1 = Sha1) => $$"""{"type":"file","id":"{{id}}","etag":"0","sha1":"{{sha1}}","name":"{{name}}","size":5}""";

    public static string Problem(int status, string code, string message, string? conflicts = null)
        => $$$"""{"type":"error","status":{{{status}}},"code":"{{{code}}}","message":"{{{message}}}","request_id":"abc"{{{(conflicts is null ? "" : $",\"context_info\":{conflicts}")}}}}""";

    public static ScriptedAnswer InUse(string conflicts) => ScriptedAnswer.Json(Problem(409, "item_name_in_use", "Item with the same name already exists", conflicts), 409);

    public async ValueTask DisposeAsync()
    {
        Files.Dispose();
        Webhooks.Dispose();
        _http.Dispose();
        await Server.DisposeAsync();
        await Tokens.DisposeAsync();
        Log.Dispose();
    }

    private static string MakeKey()
    {
        using var key = RSA.Create(2048);
        return key.ExportEncryptedPkcs8PrivateKeyPem("passphrase of the key", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 2048)) + "\n";
    }
}

public sealed class BoxContractTests : ConnectorContract
{
    protected override ValueTask<IConnectorHarness> StartAsync(TimeSpan callTimeout, CancellationToken cancellation) => new(new BoxHarness(callTimeout));
}
