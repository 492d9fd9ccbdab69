using Npgsql;

namespace Reelway.Storage.Postgres;

/// <summary>A statement that is sent together with others, and somebody who waits for its answer.</summary>
internal abstract class PostgresStatement(NpgsqlBatchCommand command)
{
    public NpgsqlBatchCommand Command => command;

    /// <summary>True when its answer is a set of rows, even an empty one. Of any other statement that is not known.</summary>
    public abstract bool HasRows { get; }

    /// <summary>Reads its rows, at which the reader stands.</summary>
    public abstract Task ReadAsync(NpgsqlDataReader reader);

    /// <summary>Lets whoever waits go on. The connection is free by then.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception failure);
}

/// <summary>A statement that answers with rows.</summary>
internal sealed class PostgresQuery<T>(NpgsqlBatchCommand command) : PostgresStatement(command)
{
    private readonly TaskCompletionSource<IReadOnlyList<T>> _answer = new();
    private IReadOnlyList<T> _rows = [];

    public Task<IReadOnlyList<T>> Answer => _answer.Task;

    public override bool HasRows => true;

    public override async Task ReadAsync(NpgsqlDataReader reader) => _rows = await RowReader.ReadAllAsync<T>(Command.CommandText, reader);

    public override void Complete() => _answer.SetResult(_rows);

    public override void Fail(Exception failure) => _answer.SetException(failure);
}

/// <summary>A statement of which only counts how many rows it changed.</summary>
internal sealed class PostgresChange(NpgsqlBatchCommand command) : PostgresStatement(command)
{
    private readonly TaskCompletionSource<int> _answer = new();

    public Task<int> Answer => _answer.Task;

    public override bool HasRows => false;

    public override Task ReadAsync(NpgsqlDataReader reader) => Task.CompletedTask;

    public override void Complete() => _answer.SetResult((int)Command.RecordsAffected);

    public override void Fail(Exception failure) => _answer.SetException(failure);
}
