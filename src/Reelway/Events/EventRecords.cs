using Reelway.Storage;

namespace Reelway.Events;

/// <summary>Records events, each once, as many steps announce them at the same time.</summary>
internal sealed class EventRecords : IBulkWrite<PreparedEvent, bool>
{
    private EventRecords()
    {
    }

    public static EventRecords Bulk { get; } = new();

    /// <inheritdoc/>
    public async Task<IReadOnlyList<bool>> WriteAsync(IDbSession session, IReadOnlyList<PreparedEvent> rows)
    {
        await EventStore.RecordAsync(session, rows);
        return new bool[rows.Count];
    }
}
