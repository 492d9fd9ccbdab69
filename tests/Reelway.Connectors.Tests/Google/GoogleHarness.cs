using System.Security.Cryptography;
using System.Text.Json;
using Reelway.Connectors.Google;
using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Google;

/// <summary>A Google connection that talks to a scripted server, and gets its tokens from another one.</summary>
internal sealed class GoogleHarness : IConnectorHarness
{
    public const string Account = "talks@test-project.iam.gserviceaccount.com";
    public const string Token = "ya29.c.TokenOfTheAccount0123456789";

    private readonly ConnectorHttp _http;

    public GoogleHarness(TimeSpan? callTimeout = null, TimeProvider? clock = null)
    {
        Tokens.Otherwise = _ => ScriptedAnswer.Json($$"""{"access_token":"{{Token}}","expires_in":3599,"token_type":"Bearer"}""");
        var options = new GoogleOptions
        {
            Connection = "google-main",
            Key = KeyFile(new Uri(Tokens.Url, "/token")),
            SheetsUrl = Server.Url,
            DriveUrl = Server.Url,
            CallTimeout = callTimeout ?? TimeSpan.FromSeconds(30),
        };
        _http = new ConnectorHttp(clock ?? TimeProvider.System, Log);
        Sheets = GoogleSheets.Create(options, _http);
    }

    /// <summary>The account's private key; one for all tests, since making one takes long.</summary>
    public static string PrivateKey { get; } = MakeKey();

    public static GoogleSheetTab Tab { get; } = new("1sheet", "Programme", "Talks");

    public GoogleSheets Sheets { get; }

    /// <summary>Sheets and Drive.</summary>
    public ScriptedHttpServer Server { get; } = new();

    /// <summary>The token endpoint.</summary>
    public ScriptedHttpServer Tokens { get; } = new();

    public CapturedLog Log { get; } = new();

    public IReadOnlyList<string> Secrets => [Token, PrivateKey.Split('\n')[5]];

    public string ReadAnswer => """{"range":"Talks!A1:Z1000","majorDimension":"ROWS","values":[["Title"],["Owls"]]}""";

    public string WriteAnswer => """{"spreadsheetId":"1sheet","totalUpdatedCells":1,"responses":[]}""";

    public ScriptedAnswer LoginRefused
        => ScriptedAnswer.Json("""{"error":{"code":401,"message":"Request had invalid authentication credentials.","status":"UNAUTHENTICATED"}}""", 401);

    public ScriptedAnswer Throttled => RecordedAnswer.Read("Google", "quota");

    public TimeSpan? ThrottleWait => TimeSpan.FromMinutes(1);

    public Task ReadAsync(CancellationToken cancellation) => Sheets.ReadAsync(Tab, cancellation);

    public Task WriteAsync(CancellationToken cancellation) => Sheets.WriteAsync(Tab, [new CellText(3, 6, "https://x.test/1")], cancellation);

    /// <summary>A key file as the console makes it.</summary>
    public static string KeyFile(Uri tokenUrl) => JsonSerializer.Serialize(new Dictionary<string, string>
    {
        ["type"] = "service_account",
        ["project_id"] = "test-project",
        ["private_key_id"] = "0123456789abcdef",
        ["private_key"] = PrivateKey,
        ["client_email"] = Account,
        ["client_id"] = "1042",
        ["token_uri"] = tokenUrl.AbsoluteUri,
    });

    public async ValueTask DisposeAsync()
    {
        Sheets.Dispose();
        _http.Dispose();
        await Server.DisposeAsync();
        await Tokens.DisposeAsync();
    }

    private static string MakeKey()
    {
        using var key = RSA.Create(2048);
        return key.ExportPkcs8PrivateKeyPem() + "\n";
    }
}
