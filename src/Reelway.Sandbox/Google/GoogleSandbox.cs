using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Reelway.Sandbox.Control;
using Reelway.Sandbox.Faults;

namespace Reelway.Sandbox.Google;

/// <summary>
/// Stand-in for a Google project with a service account: tokens at <c>/google/token</c>, the Sheets API at <c>/google/v4</c> and the Drive API
/// at <c>/google/drive/v3</c>.
/// </summary>
public sealed class GoogleSandbox : SandboxResident<GoogleSettings>, IDisposable
{
    private const string TokenPath = "/google/token";

    private readonly GoogleWorld _world;
    private readonly GoogleAccount _account;
    private readonly GoogleTokens _tokens;
    private readonly GoogleQuota _quota;
    private readonly GoogleRoutes _routes;

    internal GoogleSandbox(SandboxGround ground)
        : base("google", ground.Options.Google.Settings)
    {
        var (options, time) = (ground.Options.Google, ground.Time);
        _world = new GoogleWorld(time, () => Settings);
        _account = new GoogleAccount(options);
        _tokens = new GoogleTokens(time);
        _quota = new GoogleQuota(options, () => Settings, time);
        _routes = new GoogleRoutes(
            options, _world, _tokens, new TokenEndpoint(_account, _tokens, () => Settings, time), new SheetsEndpoints(_world, _quota, time), new DriveEndpoints(_world));
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<SandboxSpreadsheet> Spreadsheets => _world.All;

    /// <summary>Tokens given out so far.</summary>
    public int TokensIssued => _tokens.Issued;

    internal override object State => new
    {
        Account = _account.Mail,
        Spreadsheets = Spreadsheets.Select(sheet => new { sheet.Id, sheet.Title, sheet.IsShared, sheet.Version, Rows = sheet.Rows() }),
    };

    /// <summary>A new spreadsheet with these texts in its first tab, shared with the service account unless told otherwise.</summary>
    public SandboxSpreadsheet Create(string title, IReadOnlyList<IReadOnlyList<string>> rows, string tab = "Sheet1", bool isShared = true)
    {
        var made = _world.Create(title, tab, isShared);
        made.Replace(rows);
        return made;
    }

    /// <summary>The service account's key as its owner downloads it, JSON.</summary>
    /// <param name="sandbox">Base of the sandbox's HTTP addresses.</param>
    public string KeyFile(Uri sandbox) => _account.KeyFile(new Uri(sandbox, TokenPath)).ToJsonString(SandboxJson.Readable);

    /// <summary>Makes all tokens useless from now on.</summary>
    public void ExpireTokens() => _tokens.ExpireAll();

    internal override SampleConnection Connection(Uri sandbox) => new(
        "google",
        "connector: google",
        "key: ${GOOGLE_KEY}",
        $"sheets_url: {sandbox}google",
        $"drive_url: {sandbox}google")
    {
        IsOff = true,
        Notes =
        [
            $"Sheets at Google: save {sandbox}_sandbox/google/key as google-key.json (each start of the sandbox makes another key),",
            "set the variable GOOGLE_KEY_FILE=google-key.json, and name the sheets google:TITLE above.",
        ],
    };

    internal override void Map(IEndpointRouteBuilder routes) => _routes.Map(routes);

    internal override void MapControl(IEndpointRouteBuilder routes)
    {
        base.MapControl(routes);
        routes.MapGet("/key", (HttpContext http) => TypedResults.Text(KeyFile(new Uri($"{http.Request.Scheme}://{http.Request.Host}")), "application/json"));
        routes.MapPost("/spreadsheets", (Delegate)CreateAsync);
    }

    internal override IReadOnlyList<StateTable> Tables() =>
    [
        .. Spreadsheets.Select(sheet => (Sheet: sheet, Rows: sheet.Rows())).Select(each => new StateTable(
            $"Spreadsheet {each.Sheet.Title} ({each.Sheet.Id})",
            [.. Enumerable.Range(0, Math.Max(1, each.Rows.Select(row => row.Count).DefaultIfEmpty().Max())).Select(A1Range.Letters)],
            [.. each.Rows.Select(row => new StateRow([.. row.Select(text => new StateCell(text))]))])),
    ];

    internal override void Reset()
    {
        _world.Reset();
        _tokens.Reset();
        _quota.Reset();
        base.Reset();
    }

    internal override ValueTask<RequestContent> ReadAsync(HttpContext context) => RequestContent.ReadAsync(context, "valueRenderOption");

    internal override Task AnswerAsync(HttpContext context, SandboxFault fault)
    {
        switch (fault.Effect)
        {
            case FaultEffect.ExpireToken:
                _tokens.Expire(context.Request);
                return GoogleRoutes.WriteAsync(context, GoogleException.Unauthenticated(isExpired: true));
            case FaultEffect.RateLimit:
                var isRead = HttpMethods.IsGet(context.Request.Method);
                return GoogleRoutes.WriteAsync(
                    context, _quota.Exceeded(isRead, isRead ? Settings.ReadsPerMinute : Settings.WritesPerMinute, TimeSpan.FromMinutes(fault.Minutes)));
            default:
                return GoogleRoutes.WriteAsync(context, fault.Status switch
                {
                    403 => GoogleException.Forbidden(),
                    404 => GoogleException.NotFound(),
                    503 => GoogleException.Unavailable(),
                    >= 400 and < 500 => new GoogleException(fault.Status.Value, "INVALID_ARGUMENT", "The request was refused on order."),
                    null or 500 => GoogleException.Internal(),
                    _ => new GoogleException(fault.Status.Value, "INTERNAL", "Internal error encountered."),
                });
        }
    }

    public void Dispose() => _account.Dispose();

    private async Task<IResult> CreateAsync(HttpContext context)
    {
        SandboxSpreadsheet? made = null;
        var refused = await SandboxJson.AcceptAsync<NewSpreadsheet>(context, wanted => made = Create(wanted.Title, wanted.Rows, wanted.Tab, wanted.IsShared));
        return made is null
            ? refused
            : TypedResults.Json(new { made.Id, made.Url }, SandboxJson.Strict, statusCode: StatusCodes.Status201Created);
    }
}

/// <summary>A spreadsheet to be made; <c>POST /_sandbox/google/spreadsheets</c>.</summary>
internal sealed record NewSpreadsheet(string Title, IReadOnlyList<IReadOnlyList<string>> Rows, string Tab = "Sheet1", bool IsShared = true);
