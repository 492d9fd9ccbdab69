using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Reelway.Sandbox.Control;
using Reelway.Sandbox.Faults;

namespace Reelway.Sandbox.LinkedIn;

/// <summary>Stand-in for LinkedIn's versioned API and its login, below <c>/linkedin</c>; nothing is published.</summary>
public sealed class LinkedInSandbox : SandboxResident<LinkedInSettings>
{
    private readonly LinkedInSandboxOptions _options;
    private readonly TimeProvider _time;
    private readonly LinkedInTokens _tokens;
    private readonly LinkedInUploads _uploads;
    private readonly LinkedInFeed _feed;
    private readonly LinkedInQuota _quota;
    private Uri _address = new("http://127.0.0.1/");

    internal LinkedInSandbox(SandboxGround ground)
        : base("linkedin", ground.Options.LinkedIn.Settings)
    {
        (_options, _time) = (ground.Options.LinkedIn, ground.Time);
        _tokens = new LinkedInTokens(_options);
        _quota = new LinkedInQuota(() => Settings, _time);
        _uploads = new LinkedInUploads(() => Settings, () => _address);
        _feed = new LinkedInFeed(() => Settings, _uploads, _time, Kept);
    }

    /// <summary>Posts and comments, oldest first; deleted ones are gone.</summary>
    public IReadOnlyList<SandboxShare> Shares => _feed.All;

    /// <summary>What the token endpoint answers the first member, who has just logged in.</summary>
    public string LogIn() => _tokens.LogIn(_options.Members[0]).Body!.ToJsonString();

    /// <summary>Makes a token useless from now on.</summary>
    public bool RefuseToken(string token) => _tokens.Refuse(token);

    /// <summary>Lets nobody renew a token until somebody logs in again.</summary>
    public void RefuseRenewals() => _tokens.RefuseRenewals();

    internal override object State => new { Members = _options.Members.Select(member => member.Name), Posts = Shares };

    internal override SampleConnection Connection(Uri sandbox) => new(
        "linkedin",
        "connector: linkedin",
        $"url: {sandbox}linkedin",
        $"login_url: {sandbox}linkedin",
        $"client_id: {_options.ClientId}",
        $"client_secret: {_options.ClientSecret}",
        $"access_token: {_options.Members[0].Token}",
        $"author: \"{_options.Members[0].Roles.Keys.First()}\"");

    internal override void Map(IEndpointRouteBuilder routes) => new LinkedInRoutes(_tokens, _feed, new LinkedInStatistics(_feed, () => Settings), _uploads, _quota, () => Settings).Map(routes);

    internal override IReadOnlyList<StateTable> Tables() =>
    [
        new(
            "Posts on LinkedIn", ["Post", "Time", "Author", "Text", "Comments on", "Shows"],
            [.. Shares.Reverse().Select(share => new StateRow(share.Urn, share.At, share.Author, share.Text, share.CommentOn ?? "", string.Join(", ", share.Media.Select(media => media.AltText ?? media.Urn))))]),
    ];

    internal override void Reset()
    {
        _feed.Reset();
        _uploads.Reset();
        _tokens.Reset();
        _quota.Reset();
        base.Reset();
    }

    internal override ValueTask<RequestContent> ReadAsync(HttpContext context)
    {
        // Where uploads are sent to is where this was asked.
        _address = new Uri($"{context.Request.Scheme}://{context.Request.Host}/");
        Date(context, _time);
        var query = RequestContent.QueryOf(context);
        return ValueTask.FromResult(new RequestContent(query, query.GetValueOrDefault("action", "")));
    }

    internal override Task AnswerAsync(HttpContext context, SandboxFault fault)
    {
        switch (fault.Effect)
        {
            case FaultEffect.ExpireToken:
                _tokens.Expire(context.Request);
                return LinkedInAnswer.Unauthorized.WriteAsync(context);
            case FaultEffect.RateLimit:
                return (LinkedInAnswer.Throttled with { Status = fault.Status ?? StatusCodes.Status429TooManyRequests }).WriteAsync(context);
            default:
                var status = fault.Status ?? StatusCodes.Status500InternalServerError;
                return LinkedInAnswer.Refused(status, "INTERNAL_SERVER_ERROR", "Internal Server Error").WriteAsync(context);
        }
    }
}
