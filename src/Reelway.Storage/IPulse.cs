namespace Reelway.Storage;

/// <summary>A connection of its own, used with blocking calls from one thread: it keeps beating when pool, writer and thread pool are busy.</summary>
public interface IPulse : IDisposable
{
    /// <summary>Runs one statement as its own transaction and returns its rows. After a failure the next call connects again.</summary>
    /// <exception cref="StorageException">The database doesn't answer in time.</exception>
    IReadOnlyList<T> Query<T>(string sql, object parameters);
}
