using System.Globalization;
using Reelway.Facts;
using Reelway.Frame;
using Reelway.Frame.Operations;
using Reelway.Frame.Web;

namespace Reelway.Events;

/// <summary>What can be asked about events and their subscribers.</summary>
internal static class EventsApi
{
    private const int LongestName = 200;

    public static readonly Right Read = new("events:read");
    public static readonly Right Write = new("events:write");

    public static readonly ProblemKind EventNotFound = new(404, "event-not-found", "There is no such event");
    public static readonly ProblemKind SubscriberNotFound = new(404, "subscriber-not-found", "There is no such subscriber");

    public static readonly Operation<ListOf<EventItem>> List = new("listEvents", "GET /events", Read)
    {
        Summary = "List events, newest first",
        Text = "Events stay for as long as `events.keep` says, and for as long as a subscriber has not had them.",
        Parameters = [new("type", "Only events of this type."), new("subject", "Only events about this subject, such as talk/talk_06agn9k2w4008.")],
        Example = new([EventItem.Sample]),
    };

    public static readonly Operation<EventItem> Get = new("getEvent", "GET /events/{position}", Read)
    {
        Summary = "Show an event",
        Text = "By its position, which rises with each event.",
        Parameters = [new("position", "Its position.")],
        Example = EventItem.Sample,
        Problems = [EventNotFound],
    };

    public static readonly Operation<ListOf<EventTypeItem>> Types = new("listEventTypes", "GET /event-types", Read)
    {
        Summary = "List the types of events",
        Text = "Each with a JSON schema of its data and an example. Types and the meaning of their fields stay; new fields may come.",
        Example = new([EventTypeItem.From(EventType.All[0])]),
    };

    public static readonly Operation<ListOf<SubscriberItem>> Subscribers = new("listEventSubscribers", "GET /event-subscribers", Read)
    {
        Summary = "List who gets events",
        Text = "With how far each has come. One that is not `current` stands still: it is switched off, or no longer in this program; events that it has not had are kept.",
        Example = new([SubscriberItem.Sample]),
    };

    public static readonly Operation<ReplayEventsRequest, SubscriberItem> Replay = new("replayEvents", "POST /event-subscribers/replay", Write)
    {
        Summary = "Bring events to a subscriber again",
        Text = "From a position (`after`) or a time (`since`) on: whatever follows it gets, again if it has had it, with the same ids.",
        Body = new("webhook/newsroom", After: null, Since: "2026-03-04T10:00:00Z"),
        Example = SubscriberItem.Sample,
        Problems = [SubscriberNotFound],
    };

    public static readonly Operation<SubscriberRequest, SubscriberItem> Forget = new("forgetEventSubscriber", "POST /event-subscribers/forget", Write)
    {
        Summary = "Forget a subscriber that is gone",
        Text = "Its cursor and what it has taken are removed, and keep no events any more. One that is current can't be forgotten.",
        Body = new("posts.announce"),
        Example = SubscriberItem.Sample with { Current = false },
        Problems = [SubscriberNotFound],
    };

    public static void MapEvents(this IEndpointRouteBuilder routes)
    {
        routes.Map(List, ListAsync);
        routes.Map(Get, GetAsync);
        routes.Map(Types, ([AsParameters] Paging paging) => paging.Of("event-types").Answer<EventTypeItem>([.. EventType.All.Select(EventTypeItem.From)]));
        routes.Map(Subscribers, async ([AsParameters] Paging paging, EventSubscribers subscribers, CancellationToken cancellation)
            => paging.Of("event-subscribers").Answer(await subscribers.ListAsync(cancellation)));
        routes.Map(Replay, ReplayAsync);
        routes.Map(Forget, ForgetAsync);
    }

    /// <summary>Where a replay begins: the position before it.</summary>
    public static async Task<long> BeginAsync(EventStore store, long? after, string? since, CancellationToken cancellation)
    {
        var time = RequestText.Read(request =>
        {
            if ((after is null) == string.IsNullOrWhiteSpace(since))
            {
                request.Refuse("/body", "one-of", "Must have either \"after\", a position, or \"since\", a time.");
            }

            return TimeOf(request, "/body/since", since);
        });
        return after ?? await store.PositionBeforeAsync(time!.Value, cancellation);
    }

    /// <summary>A time of a request; null when it is left out.</summary>
    public static DateTimeOffset? TimeOf(RequestText request, string pointer, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return time;
        }

        request.Refuse(pointer, "not-a-time", "Must be a time such as 2026-03-04T10:00:00Z.");
        return null;
    }

    private static async Task<ListOf<EventItem>> ListAsync(
        string? type, string? subject, [AsParameters] Paging paging, EventStore store, CancellationToken cancellation)
    {
        var request = new RequestText();
        var query = new EventQuery(request.Line("/query/type", type, LongestName), request.Line("/query/subject", subject, LongestName));
        if (query.Type is { } name && EventType.Find(name) is null)
        {
            request.Refuse("/query/type", "unknown", $"Must be one of {string.Join(", ", EventType.All.Select(known => known.Name))}.");
        }

        var page = paging.Of($"events/{query.Type}/{query.Subject}", request);
        var found = await store.ListAsync(query, page.Before ?? long.MaxValue, page.Count + 1, cancellation);
        return page.Answer(found, told => told.Position, EventItem.From);
    }

    private static async Task<EventItem> GetAsync(string position, EventStore store, CancellationToken cancellation)
        => long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && await store.FindAsync(number, cancellation) is { } told
            ? EventItem.From(told)
            : throw EventNotFound.Because($"There is no event at {ShownText.Name(position)}, or no more; see \"reelway events list\".");

    private static async Task<SubscriberItem> ReplayAsync(ReplayEventsRequest body, EventStore store, EventSubscribers subscribers, CancellationToken cancellation)
    {
        var name = RequestText.Read(request => request.Required("/body/subscriber", body.Subscriber, LongestName, "Must name the subscriber."));
        var after = await BeginAsync(store, body.After, body.Since, cancellation);
        await store.SetCursorAsync(name, after, cancellation);
        return await FindAsync(name, subscribers, cancellation);
    }

    private static async Task<SubscriberItem> ForgetAsync(SubscriberRequest body, EventStore store, EventSubscribers subscribers, CancellationToken cancellation)
    {
        var name = RequestText.Read(request => request.Required("/body/subscriber", body.Subscriber, LongestName, "Must name the subscriber."));
        var found = await FindAsync(name, subscribers, cancellation);
        if (found.Current)
        {
            throw WebProblems.InvalidRequest.Because($"The subscriber \"{name}\" gets events, and would only begin again; switch it off, or remove it where it comes from.");
        }

        await store.ForgetAsync(name, cancellation);
        return found;
    }

    private static async Task<SubscriberItem> FindAsync(string name, EventSubscribers subscribers, CancellationToken cancellation)
        => (await subscribers.ListAsync(cancellation)).FirstOrDefault(one => one.Name == name)
            ?? throw SubscriberNotFound.Because($"There is no subscriber \"{ShownText.Name(name)}\"; see \"reelway events subscribers\".");
}
