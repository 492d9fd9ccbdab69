using System.Text;
using Reelway.Connectors.OpenText;
using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.OpenText;

/// <summary>A connection of OpenText that talks to a scripted server, and gets its tokens from another one.</summary>
internal sealed class OpenTextHarness : IConnectorHarness
{
    private const string Secret = "otds+secret/of=client";
    private const string Token = "0taTokenOfTheAccount0123456789";

    private readonly ConnectorHttp _http;

    public OpenTextHarness(TimeSpan? callTimeout = null, Func<OpenTextOptions, OpenTextOptions>? change = null)
    {
        Tokens.Otherwise = _ => ScriptedAnswer.Json($$"""{"access_token":"{{Token}}","token_type":"Bearer","expires_in":3600}""");
        var limit = callTimeout ?? TimeSpan.FromSeconds(30);
        var options = new OpenTextOptions
        {
            Connection = "dam-main",
            BaseUrl = Server.Url,
            AuthUrl = Tokens.Url,
            ClientId = "client-1",
            ClientSecret = Secret,
            CallTimeout = limit,
            TransferTimeout = limit,
        };
        _http = new ConnectorHttp(TimeProvider.System, Log);
        Dam = OpenTextDam.Create(change is null ? options : change(options), _http);
    }

    public static DamItem Asset { get; } = new("e0640001", "spot.mp4", IsFolder: false);

    public OpenTextDam Dam { get; }

    /// <summary>The media management.</summary>
    public ScriptedHttpServer Server { get; } = new();

    /// <summary>The Directory Services.</summary>
    public ScriptedHttpServer Tokens { get; } = new();

    public CapturedLog Log { get; } = new();

    public IReadOnlyList<string> Secrets => [Secret, Token];

    public string ReadAnswer => """{"asset_resource":{"asset":{"asset_id":"e0640001","name":"spot.mp4","metadata":{"id":"M","metadata_element_list":[]}}}}""";

    public string WriteAnswer => """{"job_handle":{"job_id":"1125"}}""";

    public ScriptedAnswer LoginRefused => ScriptedAnswer.Json("""{"exception_body":{"message":"The user is not authenticated.","http_response_code":401}}""", 401);

    public ScriptedAnswer Throttled => ScriptedAnswer.Json("""{"exception_body":{"message":"Too many requests.","http_response_code":429}}""", 429);

    public TimeSpan? ThrottleWait => null;

    public Task ReadAsync(CancellationToken cancellation) => Dam.ItemAsync("e0640001", isFolder: false, cancellation);

    public Task WriteAsync(CancellationToken cancellation) => ImportAsync("žluť.mp4", cancellation);

    public async Task<string> ImportAsync(string name, CancellationToken cancellation)
    {
        await using var content = new MemoryStream(Encoding.ASCII.GetBytes("moving pictures"));
        return await Dam.ImportAsync(new DamImport("f01d", name, "video/mp4", content.Length, """{"asset_resource":{"asset":{"metadata_model_id":"M"}}}"""), content, cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        Dam.Dispose();
        _http.Dispose();
        await Server.DisposeAsync();
        await Tokens.DisposeAsync();
        Log.Dispose();
    }
}

public sealed class OpenTextContractTests : ConnectorContract
{
    protected override ValueTask<IConnectorHarness> StartAsync(TimeSpan callTimeout, CancellationToken cancellation) => new(new OpenTextHarness(callTimeout));
}
