using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Reelway.Sandbox.Control;
using Reelway.Sandbox.Faults;

namespace Reelway.Sandbox.Google;

/// <summary>
/// Stand-in for a Google project with a service account: tokens at <c>/google/token</c>, the Sheets API at <c>/google/v4</c> and the Drive API
/// at <c>/google/drive/v3</c>.
/// </summary>
public sealed class GoogleSandbox : ISandboxSystem, IDisposable
{
    private const int KeptRequests = 5_000;
    private const string TokenPath = "/google/token";

    private readonly GoogleWorld _world;
    private readonly GoogleAccount _account;
    private readonly GoogleTokens _tokens;
    private readonly GoogleQuota _quota;
    private readonly GoogleRoutes _routes;

    internal GoogleSandbox(GoogleSandboxOptions options, TimeProvider time)
    {
        if (options.Settings.Refuse() is { } reason)
        {
            throw new ArgumentException(reason, nameof(options));
        }

        _world = new GoogleWorld(options, time);
        _account = new GoogleAccount(options);
        _tokens = new GoogleTokens(time);
        _quota = new GoogleQuota(options, () => Settings, time);
        _routes = new GoogleRoutes(
            options, _world, _tokens, new TokenEndpoint(_account, _tokens, () => Settings, time), new SheetsEndpoints(_world, _quota, time), new DriveEndpoints(_world));
    }

    public Journal<SandboxRequest> Requests { get; } = new(KeptRequests);

    /// <summary>Switches; may be replaced at any time.</summary>
    /// <exception cref="ArgumentException">A value makes no sense.</exception>
    public GoogleSettings Settings
    {
        get => _world.Settings;
        set => _world.Settings = value;
    }

    /// <summary>Oldest first.</summary>
    public IReadOnlyList<SandboxSpreadsheet> Spreadsheets => _world.All;

    /// <summary>Tokens given out so far.</summary>
    public int TokensIssued => _tokens.Issued;

    string ISandboxSystem.Name => "google";

    /// <summary>A new spreadsheet with these texts in its first tab, shared with the service account unless told otherwise.</summary>
    public SandboxSpreadsheet Create(string title, IReadOnlyList<IReadOnlyList<string>> rows, string tab = "Sheet1", bool isShared = true)
    {
        var made = _world.Create(title, tab, isShared);
        made.Replace(rows);
        return made;
    }

    /// <summary>The service account's key as its owner downloads it, JSON.</summary>
    /// <param name="sandbox">Base of the sandbox's HTTP addresses.</param>
    public string KeyFile(Uri sandbox) => _account.KeyFile(new Uri(sandbox, TokenPath)).ToJsonString(SandboxJson.Readable.Options);

    /// <summary>Makes all tokens useless from now on.</summary>
    public void ExpireTokens() => _tokens.ExpireAll();

    void ISandboxSystem.Map(IEndpointRouteBuilder routes) => _routes.Map(routes);

    void ISandboxSystem.MapControl(IEndpointRouteBuilder routes)
    {
        routes.MapSettings(SandboxJson.Strict.GoogleSettings, () => Settings, settings => Settings = settings);
        routes.MapGet("/key", (HttpContext http) => TypedResults.Text(KeyFile(new Uri($"{http.Request.Scheme}://{http.Request.Host}")), "application/json"));
        routes.MapPost("/spreadsheets", (Delegate)CreateAsync);
    }

    object ISandboxSystem.Snapshot() => new GoogleSnapshot(
        Settings, _account.Mail, [.. Spreadsheets.Select(sheet => new SpreadsheetSnapshot(sheet.Id, sheet.Title, sheet.IsShared, sheet.Version, sheet.Rows()))], Requests.Entries);

    IReadOnlyList<StateTable> ISandboxSystem.Tables() =>
    [
        .. Spreadsheets.Select(sheet => (Sheet: sheet, Rows: sheet.Rows())).Select(each => new StateTable(
            $"Spreadsheet {each.Sheet.Title} ({each.Sheet.Id})",
            [.. Enumerable.Range(0, Math.Max(1, each.Rows.Select(row => row.Count).DefaultIfEmpty().Max())).Select(A1Range.Letters)],
            [.. each.Rows.Select(row => new StateRow([.. row.Select(text => new StateCell(text))]))])),
    ];

    void ISandboxSystem.Reset()
    {
        _world.Reset();
        _tokens.Reset();
        _quota.Reset();
        Requests.Clear();
    }

    string? ISandboxSystem.Refuse(SandboxFault fault) => fault.Effect == FaultEffect.IndexLag
        ? "The system \"google\" has no index; use \"delay\" or \"status\"."
        : null;

    ValueTask<RequestContent> ISandboxSystem.ReadAsync(HttpContext context) => RequestContent.ReadAsync(context, new FormOptions(), null, "valueRenderOption");

    Task ISandboxSystem.AnswerAsync(HttpContext context, SandboxFault fault)
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
        var refused = await SandboxJson.AcceptAsync(context, SandboxJson.Strict.NewSpreadsheet, wanted => made = Create(wanted.Title, wanted.Rows, wanted.Tab, wanted.IsShared));
        return made is null
            ? refused
            : TypedResults.Json(new JsonObject { ["id"] = made.Id, ["url"] = made.Url }, SandboxJson.Default.JsonObject, statusCode: StatusCodes.Status201Created);
    }
}
