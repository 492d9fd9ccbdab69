namespace Reelway.Scaling.Fields;

/// <summary>Lookup domains of the DAM, kept in memory and in a file until they are old. Safe to use from several threads.</summary>
/// <param name="file">Where they are kept; null: in memory only.</param>
internal sealed class DomainCache(string? file, TimeSpan timeToLive, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    private readonly DomainFile? _file = file is null ? null : new DomainFile(file);

    private Dictionary<string, KeptDomain>? _kept;

    /// <summary>Why domains are read from the DAM again after each start, for doctor and the log; null when they are kept.</summary>
    public string? Trouble => _file?.Trouble;

    /// <summary>The domain, from the DAM where it is not kept or is old; null when the DAM has none of that id.</summary>
    public async Task<LookupDomain?> FindAsync(string id, Func<string, CancellationToken, Task<LookupDomain?>> load, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            _kept ??= _file is null ? new(StringComparer.Ordinal) : await _file.ReadAsync(cancellation);
            var now = clock.GetUtcNow();
            if (_kept.TryGetValue(id, out var kept) && kept.At <= now && now - kept.At < timeToLive)
            {
                return new(id, kept.Values);
            }

            if (await load(id, cancellation) is not { } domain)
            {
                return null;
            }

            _kept[id] = new(now, domain.Values);
            _file?.Write(_kept);
            return domain;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>The domains of fields, as <see cref="AssetRepresentation.Build"/> takes them.</summary>
    public async Task<IReadOnlyDictionary<string, LookupDomain?>> OfFieldsAsync(
        FieldMappings mappings, Func<string, CancellationToken, Task<LookupDomain?>> load, CancellationToken cancellation)
    {
        var domains = new Dictionary<string, LookupDomain?>(StringComparer.Ordinal);
        foreach (var (field, id) in mappings.DomainIds)
        {
            domains[field] = await FindAsync(id, load, cancellation);
        }

        return domains;
    }

    public void Dispose() => _one.Dispose();
}
