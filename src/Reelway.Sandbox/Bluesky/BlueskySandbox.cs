using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Reelway.Sandbox.Control;
using Reelway.Sandbox.Faults;

namespace Reelway.Sandbox.Bluesky;

/// <summary>Stand-in for the server of one account of Bluesky, below <c>/bluesky</c>; nothing is published.</summary>
public sealed class BlueskySandbox : SandboxResident<BlueskySettings>
{
    private const int CallsPerWindow = 3000;

    private readonly BlueskySandboxOptions _options;
    private readonly TimeProvider _time;
    private readonly BlueskySessions _sessions;
    private readonly BlueskyRecords _records;

    internal BlueskySandbox(SandboxGround ground)
        : base("bluesky", ground.Options.Bluesky.Settings)
    {
        (_options, _time) = (ground.Options.Bluesky, ground.Time);
        _sessions = new BlueskySessions(_options, () => Settings, _time);
        _records = new BlueskyRecords(_options, () => Settings, _time, Kept);
    }

    /// <summary>Oldest first; deleted ones are gone.</summary>
    public IReadOnlyList<SandboxSkeet> Skeets => _records.All;

    /// <summary>How often a session was begun with the password: the real one counts them.</summary>
    public int SessionsBegun => _sessions.Begun;

    internal override long LargestBodyBytes => 100_000_000;

    internal override object State => new { Account = _options.Handle, Posts = Skeets };

    /// <summary>Lets nobody in any more, as when the app password was taken back.</summary>
    public void Lock() => _sessions.Lock();

    internal override SampleConnection Connection(Uri sandbox)
        => new("bluesky", "connector: bluesky", $"url: {sandbox}bluesky", $"handle: {_options.Handle}", $"app_password: {_options.AppPassword}");

    internal override void Map(IEndpointRouteBuilder routes)
    {
        var xrpc = routes.MapGroup("/xrpc");
        xrpc.MapPost("/com.atproto.server.createSession", async context => await _sessions.Begin(await BodyAsync(context)).WriteAsync(context));
        xrpc.MapPost("/com.atproto.server.refreshSession", context => _sessions.Refresh(context.Request).WriteAsync(context));
        xrpc.MapPost("/com.atproto.repo.createRecord", context => RunAsync(context, body => _records.Write(body, mayBeThere: false)));
        xrpc.MapPost("/com.atproto.repo.putRecord", context => RunAsync(context, body => _records.Write(body, mayBeThere: true)));
        xrpc.MapPost("/com.atproto.repo.deleteRecord", context => RunAsync(context, _records.Delete));
        xrpc.MapGet("/com.atproto.repo.getRecord", context => RunAsync(context, _ => _records.Find(context.Request.Query["rkey"].ToString())));
        xrpc.MapGet("/com.atproto.repo.listRecords", context => RunAsync(context, _ => _records.List(
            int.TryParse(context.Request.Query["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out var most) ? Math.Clamp(most, 1, 100) : 50)));
        xrpc.MapGet("/app.bsky.feed.getPosts", context => RunAsync(context, _ => _records.Count(context.Request.Query["uris"])));
        xrpc.MapPost("/com.atproto.repo.uploadBlob", UploadAsync);
    }

    internal override IReadOnlyList<StateTable> Tables() =>
    [
        new("Posts on Bluesky", ["Post", "Time", "Text", "Answers", "Shows"], [.. Skeets.Reverse().Select(post =>
            new StateRow(post.Uri, post.At, post.Text, post.ReplyTo ?? "", string.Join(", ", post.Media.Select(file => file.Alt ?? file.Type))))]),
    ];

    internal override void Reset()
    {
        _records.Reset();
        _sessions.Reset();
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
                _sessions.Expire(context.Request);
                return BlueskySessions.Expired.WriteAsync(context);
            case FaultEffect.RateLimit:
                context.Response.Headers["RateLimit-Limit"] = CallsPerWindow.ToString(CultureInfo.InvariantCulture);
                context.Response.Headers["RateLimit-Remaining"] = "0";
                context.Response.Headers["RateLimit-Reset"] = _time.GetUtcNow().AddMinutes(fault.Minutes).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
                return BlueskyAnswer.Refused("RateLimitExceeded", "Rate Limit Exceeded", fault.Status ?? StatusCodes.Status429TooManyRequests).WriteAsync(context);
            default:
                return BlueskyAnswer.Refused("InternalServerError", "Internal Server Error", fault.Status ?? StatusCodes.Status500InternalServerError).WriteAsync(context);
        }
    }

    private async Task RunAsync(HttpContext context, Func<JsonObject, BlueskyAnswer> handle)
        => await (_sessions.Refusal(context.Request) ?? handle(await BodyAsync(context))).WriteAsync(context);

    private async Task UploadAsync(HttpContext context)
    {
        using var content = new MemoryStream();
        await context.Request.Body.CopyToAsync(content, context.RequestAborted);
        await (_sessions.Refusal(context.Request) ?? _records.Upload(context.Request.ContentType ?? "", content.ToArray())).WriteAsync(context);
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
}
