using Reelway.Engine;

namespace Reelway.Talks.Sheets;

/// <summary>Remembers a sheet for a while, and serves its last good copy when the source fails, over restarts too.</summary>
/// <param name="kept">Where the copy outlives this process; null where nothing is to be left.</param>
internal sealed class CachedSheet(ISheet source, TimeProvider time, TimeSpan keep, SheetCopyFile? kept = null) : IDisposable
{
    private readonly SemaphoreSlim _reading = new(1, 1);
    private Copy? _last;

    /// <summary>The sheet behind, for what must not come from a copy.</summary>
    public ISheet Source => source;

    /// <summary>The table, read again when the copy is too old or the source is known to have changed.</summary>
    public Task<SheetCopy> ReadAsync(CancellationToken cancellation) => ReadAsync(fresh: false, cancellation);

    /// <summary>The table as the source has it now, whatever is remembered.</summary>
    /// <exception cref="FaultException">The source can't be read; its copy is not good enough for who asks so.</exception>
    public Task<SheetCopy> ReadFreshAsync(CancellationToken cancellation) => ReadAsync(fresh: true, cancellation);

    /// <inheritdoc/>
    public void Dispose()
    {
        _reading.Dispose();
        (source as IDisposable)?.Dispose();
    }

    private async Task<SheetCopy> ReadAsync(bool fresh, CancellationToken cancellation)
    {
        await _reading.WaitAsync(cancellation);
        try
        {
            var version = await source.VersionAsync(cancellation);
            if (fresh || _last is not { } last || version != last.Version || time.GetElapsedTime(last.ReadAt) >= keep)
            {
                _last = new Copy(await source.ReadAsync(cancellation), version, time.GetTimestamp());
                kept?.Keep(_last.Table);
            }

            return new SheetCopy(_last.Table, Warning: null);
        }
        catch (FaultException fault) when (!fresh)
        {
            // What an earlier process read serves in its place, and only so: the first read after a start asks the source.
            if ((_last is { } own ? (own.Table, time.GetElapsedTime(own.ReadAt)) : kept?.Read()) is not var (table, age))
            {
                throw;
            }

            return new SheetCopy(table, $"Working with a copy of {source.Name} that is {InWords(age)} old: {fault.Fault.Sentence}");
        }
        finally
        {
            _reading.Release();
        }
    }

    private static string InWords(TimeSpan age)
        => age.TotalHours >= 1 ? $"{(int)age.TotalHours} h {age.Minutes} min"
            : age.TotalMinutes >= 1 ? $"{(int)age.TotalMinutes} min"
            : $"{(int)age.TotalSeconds} s";

    private sealed record Copy(SheetTable Table, string? Version, long ReadAt);
}

/// <summary>A table, and a warning when it comes from a copy because the source failed.</summary>
internal sealed record SheetCopy(SheetTable Table, string? Warning);
