using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Reelway.Sandbox.Control;
using Reelway.Sandbox.Faults;

namespace Reelway.Sandbox.X;

/// <summary>Stand-in for X's API, version 2, below <c>/x</c>; nothing is published.</summary>
public sealed class XSandbox : SandboxResident<XSettings>
{
    private readonly XSandboxOptions _options;
    private readonly TimeProvider _time;
    private readonly XSignature _signature;
    private readonly XUploads _uploads;
    private readonly XTimeline _timeline;

    internal XSandbox(SandboxGround ground)
        : base("x", ground.Options.X.Settings)
    {
        (_options, _time) = (ground.Options.X, ground.Time);
        _signature = new XSignature(_options, _time);
        _uploads = new XUploads(() => Settings, _time);
        _timeline = new XTimeline(_options, () => Settings, _uploads, _time, Kept);
    }

    /// <summary>Oldest first; deleted ones are gone.</summary>
    public IReadOnlyList<SandboxTweet> Tweets => _timeline.All;

    /// <summary>Waits until the posts satisfy a condition.</summary>
    public Task<IReadOnlyList<SandboxTweet>> WaitAsync(Func<IReadOnlyList<SandboxTweet>, bool> condition, CancellationToken cancellation)
        => _timeline.WaitAsync(condition, cancellation);

    internal override object State => new { Accounts = _options.Accounts.Select(account => account.Username), Posts = Tweets };

    internal override SampleConnection Connection(Uri sandbox) => new(
        "x",
        "connector: x",
        $"url: {sandbox}x",
        $"api_key: {_options.ApiKey}",
        $"api_key_secret: {_options.ApiKeySecret}",
        $"access_token: {_options.Accounts[0].Token}",
        $"access_token_secret: {_options.Accounts[0].TokenSecret}");

    internal override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/2/users/me", context => RunAsync(context, (account, _) => XAnswer.Data(Json(account))));
        routes.MapGet("/2/users/{id}/tweets", context => RunAsync(context, (_, http) => _timeline.List((string)http.Request.RouteValues["id"]!, http.Request.Query)));
        routes.MapGet("/2/tweets/{id}", context => RunAsync(context, (_, http) => _timeline.Find((string)http.Request.RouteValues["id"]!, http.Request.Query)));
        routes.MapPost("/2/tweets", context => WriteAsync(context, (account, http, body) => Create(account, http, body)));
        routes.MapDelete("/2/tweets/{id}", context => RunAsync(context, (account, http) => account.MayWrite ? _timeline.Delete(account, (string)http.Request.RouteValues["id"]!) : XAnswer.ReadOnly));
        XUploadRoutes.Map(routes, _uploads, RunAsync, WriteAsync);
    }

    internal override IReadOnlyList<StateTable> Tables() =>
    [
        new("Posts on X", ["Post", "Time", "Account", "Text", "Answers", "Shows"],
            [.. Tweets.Reverse().Select(post => new StateRow(post.Id, post.At, "@" + post.Account, post.Text, post.ReplyTo ?? "", string.Join(", ", post.Media.Select(media => media.AltText ?? media.Type))))]),
    ];

    internal override void Reset()
    {
        _timeline.Reset();
        _uploads.Reset();
        _signature.Reset();
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
                _signature.Revoke(context.Request);
                return XAnswer.Unauthorized.WriteAsync(context);
            case FaultEffect.RateLimit:
                XTimeline.ShowLimit(context.Response, Settings.PostsPerWindow, 0, _time.GetUtcNow().AddMinutes(fault.Minutes));
                return (fault.Status is { } other ? XAnswer.Plain(other, "Too Many Requests", "Too Many Requests") : XAnswer.TooManyRequests).WriteAsync(context);
            default:
                var status = fault.Status ?? StatusCodes.Status503ServiceUnavailable;
                return XAnswer.Plain(status, "Service Unavailable", "Service Unavailable").WriteAsync(context);
        }
    }

    private Task RunAsync(HttpContext context, Func<XSandboxAccount, HttpContext, XAnswer> run)
    {
        // Without counters in its headers: the real one leaves them out of refusals.
        if (_signature.AccountOf(context.Request) is not { } account)
        {
            return XAnswer.Unauthorized.WriteAsync(context);
        }

        context.Response.Headers["x-access-level"] = account.MayWrite ? "read-write" : "read";
        return run(account, context).WriteAsync(context);
    }

    private async Task WriteAsync(HttpContext context, Func<XSandboxAccount, HttpContext, byte[], XAnswer> write)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        await RunAsync(context, (account, http) => account.MayWrite ? write(account, http, buffer.ToArray()) : XAnswer.ReadOnly);
    }

    private XAnswer Create(XSandboxAccount account, HttpContext context, byte[] body)
        => Settings.IsOutOfCredits ? XAnswer.NoCredits
            : Settings.IsCapped ? XAnswer.Capped
            : XDraft.Read(body, out var draft) ?? _timeline.Create(account, draft!, context.Response);

    private static JsonObject Json(XSandboxAccount account) => new() { ["id"] = account.Id, ["username"] = account.Username, ["name"] = account.Username };
}
