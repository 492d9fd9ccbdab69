using System.Text.Json;
using Reelway.Engine;
using Reelway.Facts;

namespace Reelway.Events;

/// <summary>Who gets events: for each of them a run of a flow, at least once, by a cursor of its own.</summary>
/// <param name="Name">Names its cursor, and never changes once shipped: <c>posts.announce</c>.</param>
/// <param name="Types">Only events of these types; null: of all.</param>
/// <param name="Start">The run that an event gets, given its key.</param>
internal sealed record Subscription(string Name, IReadOnlyList<string>? Types, Func<RecordedEvent, string, RunStart> Start)
{
    /// <summary>Only events that this is true for.</summary>
    public Func<RecordedEvent, bool> Wants { get; init; } = static _ => true;

    /// <summary>True: the run of an event begins when that of the event before it about the same subject has ended, however it did.</summary>
    public bool InOrder { get; init; }

    /// <summary>Most runs that are open at once; its cursor stands still meanwhile. Null: any number.</summary>
    public int? AtMost { get; init; }

    /// <summary>A subscriber to events of one type, which are the input of a flow's runs.</summary>
    public static Subscription To<TFact, TInput>(string name, string flow, Func<TFact, TInput> inputOf)
        where TFact : IProductEvent<TFact>
        => new(name, [TFact.Type], (told, key) => RunStart.Of(flow, key, inputOf((TFact)told.Data.Deserialize(EventType.Find(TFact.Type)!.Json)!)));
}

/// <summary>Subscribers that come and go while the program runs.</summary>
internal interface ISubscriptions
{
    /// <summary>Those that take events now, which have their cursors. A cursor of one that is missing stands still.</summary>
    Task<IReadOnlyList<Subscription>> CurrentAsync(CancellationToken cancellation);
}
