using Npgsql;

namespace Reelway.Storage.Postgres;

/// <summary>How a transaction begins: with its mark in the lane, whose answer brings the server's time.</summary>
internal sealed class TransactionOpening(WriteLane lane, PostgresClock clock)
{
    /// <summary>The server's UTC milliseconds.</summary>
    public const string Now = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    private const string Mark = $"""
        INSERT INTO write_mark(lane, n, at_ms) VALUES($1, $2, {Now})
        ON CONFLICT(lane) DO UPDATE SET n = excluded.n, at_ms = excluded.at_ms
        RETURNING at_ms
        """;

    /// <summary>The transaction's number in its lane.</summary>
    public long Number { get; } = lane.Next();

    public void AddTo(NpgsqlBatch batch)
    {
        batch.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Mark) { Parameters = { new() { Value = lane.Name }, new() { Value = Number } } });
    }

    public async Task ReadAsync(NpgsqlDataReader reader)
    {
        await reader.ReadAsync();
        clock.Hear(reader.GetInt64(0));
        lane.HasWritten = true;
    }
}
