using System.Text.Json.Serialization;
using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Connectors.Aws;
using Reelway.Frame;
using Reelway.Frame.Operations;
using Reelway.Frame.Web;

namespace Reelway.Posts.MovingIn;

/// <summary>Taking over what another scheduler has scheduled.</summary>
internal static class TakeoversApi
{
    // Two or three calls each: a request stays short.
    private const int PageSize = 20;
    private const int LongestGroup = 64;
    private const int LongestToken = 2048;
    private const string UsualAws = "aws";

    private static readonly ProblemKind NotListed = new(422, "schedules-not-listed", "The schedules can't be listed");

    public static readonly Operation<TakeoverRequest, TakenSchedules> TakeOver = new("takeOverSchedules", "POST /posts/takeovers", PostsApi.Write)
    {
        ForgetsAnswer = true,
        Summary = "Take over schedules of EventBridge Scheduler",
        Text = "The next of a group, page by page (`after` is the `next` of the page before). One-time schedules whose target is given an event that asks for a post, or its detail, are noted, switched off there and asked for here; what is interrupted is gone on with every five minutes. With `dryRun` nothing is changed.",
        Body = new("social-posts"),
        Example = new([new("owls-1", new(2026, 12, 1, 10, 0, 0, DateTimeKind.Utc), TakenSchedule.Taken, "post_06agn9k2w4008", "Switched off there; it goes out here at 2026-12-01T10:03:12Z.")], Next: null),
        Problems = [NotListed, PostsApi.NotAnswered],
    };

    public static void MapTakeovers(this IEndpointRouteBuilder routes) => routes.Map(TakeOver, TakeOverAsync);

    private static async Task<TakenSchedules> TakeOverAsync(TakeoverRequest body, ConnectionPool connections, Takeovers takeovers, CancellationToken cancellation)
    {
        RequestText.Check(request => Check(request, body));
        var connection = string.IsNullOrEmpty(body.Aws) ? UsualAws : body.Aws;
        var schedules = connections.Find<AwsSchedules>(connection)
            ?? throw NotListed.Because($"There is no connection \"{ShownText.Name(connection)}\" of the connector aws: set connections.{ShownText.Name(connection)}, or name another one.");
        try
        {
            var page = await schedules.ListAsync(body.Group!, body.After, PageSize, cancellation);
            var taken = new List<TakenSchedule>();
            foreach (var name in page.Names)
            {
                taken.Add(await TakeAsync(takeovers, schedules, connection, body, name, cancellation));
            }

            return new TakenSchedules(taken, page.Next);
        }
        catch (ConnectorException fault)
        {
            throw (fault.Kind is CallFault.Auth or CallFault.Permanent ? NotListed : PostsApi.NotAnswered).Because(fault.Words());
        }
    }

    private static async Task<TakenSchedule> TakeAsync(
        Takeovers takeovers, AwsSchedules schedules, string connection, TakeoverRequest body, string name, CancellationToken cancellation)
    {
        try
        {
            return await takeovers.TakeAsync(schedules, connection, body.Group!, name, body.DryRun == true, cancellation);
        }
        catch (ConnectorException fault)
        {
            // The others do not wait for it: what was noted of it is gone on with.
            return new TakenSchedule(name, null, TakenSchedule.Failed, null, $"{fault.Words()} It is tried again in some minutes where it was begun, else by the same command.");
        }
    }

    private static void Check(RequestText request, TakeoverRequest body)
    {
        if (body.Group is not { Length: >= 1 and <= LongestGroup } group || !group.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.'))
        {
            request.Refuse("/body/group", "invalid", $"Must be the name of a group of schedules: 1 to {LongestGroup} letters, digits, -, _ or .");
        }

        if (body.After is { Length: > LongestToken })
        {
            request.Refuse("/body/after", "invalid", "Must be the \"next\" of the page before.");
        }
    }
}

/// <summary>Which schedules to take over.</summary>
/// <param name="Group">Their group; <c>default</c> where none was made.</param>
/// <param name="Aws">The AWS connection to reach them by. Left out: aws.</param>
/// <param name="After">The <c>next</c> of the page before; left out for the first.</param>
/// <param name="DryRun">True to change nothing.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record TakeoverRequest(string? Group, string? Aws = null, string? After = null, bool? DryRun = null);

/// <summary>What became of a page of schedules.</summary>
/// <param name="Next">Where the next page begins; null when there is none.</param>
internal sealed record TakenSchedules(IReadOnlyList<TakenSchedule> Schedules, string? Next);
