using System.Data.Common;
using Dapper;

namespace Reelway.Storage;

/// <summary>Reads rows as Dapper does.</summary>
internal static class RowReader
{
    /// <summary>All rows of the result at which the reader stands.</summary>
    public static async Task<List<T>> ReadAllAsync<T>(DbDataReader reader)
    {
        var rows = new List<T>();
        if (await reader.ReadAsync())
        {
            var parse = For<T>(reader);
            do
            {
                rows.Add(parse(reader));
            }
            while (await reader.ReadAsync());
        }

        return rows;
    }

    /// <summary>How the rows of this result become <typeparamref name="T"/>. The reader stands on its first row.</summary>
    public static Func<DbDataReader, T> For<T>(DbDataReader reader)
    {
        if (typeof(T) == typeof(long))
        {
            // PostgreSQL takes a number that is written in the SQL as one of 32 bits.
            return row => (T)(object)row.GetInt64(0);
        }

        var parse = reader.GetRowParser(typeof(T));
        return row => (T)parse(row);
    }
}
