using System.Text.Json;

namespace Reelway.Events;

/// <summary>Where a cursor stands, and an event ahead of it if there is one.</summary>
internal sealed class AheadRow
{
    public long After { get; init; }

    public long Round { get; init; }

    public long Head { get; init; }

    public long? Position { get; init; }

    public string Id { get; init; } = "";

    public string Type { get; init; } = "";

    public string Subject { get; init; } = "";

    public long? TimeMs { get; init; }

    public string Data { get; init; } = "";

    public RecordedEvent Event() => new(
        Position!.Value, Id, Type, Subject, DateTimeOffset.FromUnixTimeMilliseconds(TimeMs!.Value), JsonSerializer.Deserialize<JsonElement>(Data));
}

/// <summary>How far a subscriber has come.</summary>
internal sealed class CursorView
{
    public string Subscriber { get; init; } = "";

    public long Position { get; init; }

    /// <summary>Events that were recorded behind it, of whatever type.</summary>
    public long Ahead { get; init; }

    /// <summary>Events that it is at work on.</summary>
    public long Taken { get; init; }
}

/// <summary>A stretch of the events, as a subscriber looks at it.</summary>
internal sealed class EventBatch
{
    /// <summary>Where its cursor stood.</summary>
    public long After { get; init; }

    /// <summary>How often it was set back.</summary>
    public long Round { get; init; }

    /// <summary>Where the cursor stands when all of it is done with.</summary>
    public long End { get; init; }

    public IReadOnlyList<RecordedEvent> Events { get; init; } = [];

    /// <summary>The stretch as far as so many events.</summary>
    public EventBatch First(int most)
        => most >= Events.Count ? this : new EventBatch { After = After, Round = Round, End = most <= 0 ? After : Events[most - 1].Position, Events = [.. Events.Take(Math.Max(most, 0))] };
}

/// <summary>An event that a subscriber takes.</summary>
/// <param name="RunId">The run that it has got; null: it gets one later.</param>
internal sealed record TakenRun(RecordedEvent Event, long? RunId);

/// <summary>An event that a subscriber has taken.</summary>
internal sealed class TakenEvent
{
    public long Position { get; init; }

    public string Subject { get; init; } = "";

    /// <summary>See <see cref="EventBatch.Round"/>.</summary>
    public long Round { get; init; }

    /// <summary>Null: it is not started yet.</summary>
    public long? RunId { get; init; }
}

/// <summary>Another process moved the cursor at this moment.</summary>
internal sealed class CursorMovedException : Exception;
