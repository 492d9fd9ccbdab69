using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Reelway.Sandbox.Control;
using Reelway.Sandbox.Faults;

namespace Reelway.Sandbox.Mastodon;

/// <summary>Stand-in for an instance of Mastodon with one account, below <c>/mastodon</c>; nothing is published.</summary>
public sealed class MastodonSandbox : SandboxResident<MastodonSettings>
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    private readonly MastodonSandboxOptions _options;
    private readonly TimeProvider _time;
    private readonly MastodonStatuses _statuses;
    private readonly ConcurrentQueue<DateTimeOffset> _calls = new();
    private volatile bool _isRevoked;

    internal MastodonSandbox(SandboxGround ground)
        : base("mastodon", ground.Options.Mastodon.Settings)
    {
        (_options, _time) = (ground.Options.Mastodon, ground.Time);
        _statuses = new MastodonStatuses(_options, () => Settings, _time, Kept);
    }

    /// <summary>Oldest first; deleted ones are gone.</summary>
    public IReadOnlyList<SandboxStatus> Statuses => _statuses.All;

    internal override long LargestBodyBytes => 100 * 1024 * 1024;

    internal override object State => new { Account = _options.Username, Statuses };

    internal override SampleConnection Connection(Uri sandbox) => new("mastodon", "connector: mastodon", $"url: {sandbox}mastodon", $"access_token: {_options.Token}");

    internal override void Map(IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api");
        api.MapGet("/v1/accounts/verify_credentials", context => RunAsync(context, _ => new MastodonAnswer(
            StatusCodes.Status200OK, new JsonObject { ["id"] = _options.AccountId, ["username"] = _options.Username, ["acct"] = _options.Username })));
        api.MapGet("/v1/accounts/{id}/statuses", context => RunAsync(context, _ => (string)context.Request.RouteValues["id"]! == _options.AccountId
            ? _statuses.List(int.TryParse(context.Request.Query["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? Math.Clamp(most, 1, 40) : 20)
            : MastodonAnswer.NotFound));
        api.MapPost("/v1/statuses", context => RunAsync(context, body => _statuses.Create(context.Request.Headers["Idempotency-Key"] is [{ Length: > 0 } key] ? key : null, body)));
        api.MapGet("/v1/statuses/{id}", context => RunAsync(context, _ => _statuses.Find(IdOf(context))));
        api.MapPut("/v1/statuses/{id}", context => RunAsync(context, body => _statuses.Change(IdOf(context), body)));
        api.MapDelete("/v1/statuses/{id}", context => RunAsync(context, _ => _statuses.Delete(IdOf(context))));
        api.MapGet("/v1/media/{id}", context => RunAsync(context, _ => _statuses.Look(IdOf(context))));
        api.MapPost("/v2/media", UploadAsync);
    }

    internal override IReadOnlyList<StateTable> Tables() =>
    [
        new("Posts on Mastodon", ["Post", "Time", "Text", "Answers", "Shows"], [.. Statuses.Reverse().Select(status =>
            new StateRow(status.Id, status.At, status.Text, status.ReplyTo ?? "", string.Join(", ", status.Media.Select(file => file.Description ?? file.Type))))]),
    ];

    internal override void Reset()
    {
        _statuses.Reset();
        _calls.Clear();
        _isRevoked = false;
        base.Reset();
    }

    internal override ValueTask<RequestContent> ReadAsync(HttpContext context)
    {
        Date(context, _time);
        return ValueTask.FromResult(new RequestContent(RequestContent.QueryOf(context), ""));
    }

    internal override Task AnswerAsync(HttpContext context, SandboxFault fault)
    {
        switch (fault.Effect)
        {
            case FaultEffect.ExpireToken:
                _isRevoked = true;
                return MastodonAnswer.Unauthorized.WriteAsync(context);
            case FaultEffect.RateLimit:
                ShowLimit(context, 0, _time.GetUtcNow().AddMinutes(fault.Minutes));
                return (MastodonAnswer.TooMany with { Status = fault.Status ?? StatusCodes.Status429TooManyRequests }).WriteAsync(context);
            default:
                return MastodonAnswer.Problem(fault.Status ?? StatusCodes.Status500InternalServerError, "We're sorry, but something went wrong.").WriteAsync(context);
        }
    }

    private async Task RunAsync(HttpContext context, Func<JsonObject, MastodonAnswer> handle) => await (Refusal(context) ?? handle(await BodyAsync(context))).WriteAsync(context);

    private async Task UploadAsync(HttpContext context)
    {
        if (Refusal(context) is { } refusal)
        {
            await refusal.WriteAsync(context);
            return;
        }

        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : FormCollection.Empty;
        if (form.Files.GetFile("file") is not { Length: > 0 } file)
        {
            await MastodonAnswer.Invalid("Validation failed: File can't be blank").WriteAsync(context);
            return;
        }

        using var content = new MemoryStream();
        await file.CopyToAsync(content, context.RequestAborted);
        await _statuses.Upload(file.ContentType, form["description"], content.ToArray()).WriteAsync(context);
    }

    private MastodonAnswer? Refusal(HttpContext context)
    {
        if (_isRevoked || context.Request.Headers.Authorization != $"Bearer {_options.Token}")
        {
            return MastodonAnswer.Unauthorized;
        }

        var now = _time.GetUtcNow();
        while (_calls.TryPeek(out var oldest) && now - oldest >= Window && _calls.TryDequeue(out _))
        {
            // Out of the window.
        }

        _calls.Enqueue(now);
        ShowLimit(context, Math.Max(0, Settings.CallsPerWindow - _calls.Count), now + Window);
        return _calls.Count > Settings.CallsPerWindow ? MastodonAnswer.TooMany : null;
    }

    // The end is a time, and not seconds as elsewhere.
    private void ShowLimit(HttpContext context, int remaining, DateTimeOffset reset)
    {
        context.Response.Headers["X-RateLimit-Limit"] = Settings.CallsPerWindow.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["X-RateLimit-Remaining"] = remaining.ToString(CultureInfo.InvariantCulture);
        context.Response.Headers["X-RateLimit-Reset"] = reset.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
    }

    private static async Task<JsonObject> BodyAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        try
        {
            return body.Length > 0 && JsonNode.Parse(body.ToArray()) is JsonObject read ? read : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static string IdOf(HttpContext context) => (string)context.Request.RouteValues["id"]!;
}
