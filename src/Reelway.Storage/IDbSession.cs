namespace Reelway.Storage;

/// <summary>A connection inside a transaction. Parameters are named (<c>@key</c>) and taken from an anonymous object.</summary>
/// <remarks>
/// Columns are read by Dapper: INTEGER columns as <see cref="long"/> (times are UTC milliseconds), TEXT as <see cref="string"/>.
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
