namespace Reelway.Storage;

/// <summary>A connection inside a transaction. Parameters are named (<c>@key</c>) and taken from an anonymous object.</summary>
/// <remarks>
/// A row is read as a single value, as a tuple by the order of its columns, or by their names: <c>flow_version</c> as <c>FlowVersion</c>. Whole numbers are
/// stored for <see cref="long"/>, enums, truth values, typed ids and times (UTC milliseconds), and read as what is asked for.
/// Use it only inside the delegate that received it, one call at a time.
/// </remarks>
public interface IDbSession
{
    /// <summary>Which SQL is spoken.</summary>
    SqlDialect Dialect { get; }

    /// <summary>Runs a statement and returns the number of rows that it changed.</summary>
    Task<int> ExecuteAsync(string sql, object? parameters = null);

    /// <summary>Runs a query and returns all of its rows.</summary>
    Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null);

    /// <summary>Runs a query and returns its only row, or the default when there is none.</summary>
    async Task<T?> FindAsync<T>(string sql, object? parameters = null)
    {
        var rows = await QueryAsync<T>(sql, parameters);
        return rows.Count switch
        {
            0 => default,
            1 => rows[0],
            _ => throw new InvalidOperationException($"A query for one row found {rows.Count}: {sql}"),
        };
    }
}
