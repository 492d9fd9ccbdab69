using System.Text;

namespace Reelway.Connectors.Aws;

/// <summary>The event buses (EventBridge) of one AWS connection.</summary>
public sealed class AwsEvents
{
    /// <summary>Most events in one call.</summary>
    public const int MostEvents = 10;

    private readonly AwsJsonClient _client;

    private AwsEvents(AwsJsonClient client) => _client = client;

    /// <summary>The event buses of a connection with these options.</summary>
    public static AwsEvents Create(AwsOptions options, ConnectorHttp http)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(http);
        var redactor = new Redactor(options.SecretKey, options.SessionToken);
        return new AwsEvents(new AwsJsonClient(AwsService.Events, options.EventsUrl, options, new AwsCredentials(options, redactor), http, redactor));
    }

    /// <summary>Puts up to ten events on their buses.</summary>
    /// <returns>One result per event, in the same order: each succeeds or fails by itself, and only failed ones are worth sending again.</returns>
    /// <exception cref="ConnectorException">None was put, or nobody knows.</exception>
    public async Task<IReadOnlyList<EventPut>> PutAsync(IReadOnlyList<OutgoingEvent> events, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (events.Count is < 1 or > MostEvents)
        {
            throw new ArgumentException($"One call puts 1 to {MostEvents} events, and not {events.Count}.", nameof(events));
        }

        var entries = events.Select(one => new EventEntry(one.Source, one.Type, one.Detail, one.Bus, one.At?.ToUnixTimeMilliseconds() / 1000.0)).ToList();
        var answer = await _client.CallAsync(
            $"put {events.Count} events", "PutEvents", new PutEventsRequest(entries), AwsJson.Default.PutEventsRequest, CallEffect.Once, TimeSpan.Zero, cancellation);
        return _client.Read(answer, AwsJson.Default.PutEventsReply).Entries is { } results && results.Count == events.Count
            ? [.. results.Select(ResultOf)]
            : throw _client.Faults.Malformed(answer, "the answer does not tell what became of each event");
    }

    private EventPut ResultOf(EventResult result) => result.ErrorCode is not { Length: > 0 } code
        ? new EventPut(result.EventId, null)
        : new EventPut(null, _client.Faults.From(
            "put an event", new AwsError(code, result.ErrorMessage ?? "no reason given"), CallFault.Permanent, outcomeUnknown: false, retryAfter: null, skew: null));
}

/// <summary>An event to put on a bus.</summary>
/// <param name="Detail">A JSON object.</param>
/// <param name="Bus">Name or ARN; null for the account's default bus.</param>
/// <param name="At">When it happened; null for now.</param>
public sealed record OutgoingEvent(string Source, string Type, string Detail, string? Bus = null, DateTimeOffset? At = null)
{
    /// <summary>Most letters of a type.</summary>
    public const int LongestType = 128;

    // The size of a time, whatever it is.
    private const int TimeBytes = 14;

    /// <summary>Its size, as the service counts it.</summary>
    public int Bytes => (At is null ? 0 : TimeBytes) + Encoding.UTF8.GetByteCount(Source) + Encoding.UTF8.GetByteCount(Type) + Encoding.UTF8.GetByteCount(Detail);
}

/// <summary>What became of an event.</summary>
/// <param name="Id">AWS's id of it; null when it was not put.</param>
/// <param name="Fault">Why it was not put; null when it was.</param>
public sealed record EventPut(string? Id, ConnectorException? Fault);
