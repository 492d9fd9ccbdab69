using System.Text.Json;
using System.Text.Json.Serialization;
using Reelway.Frame.Server;

namespace Reelway.Scaling.Fields;

/// <summary>Lookup domains of the DAM, kept in memory and in a file until they are old. Safe to use from several threads.</summary>
/// <param name="file">Where they are kept; null: in memory only.</param>
internal sealed class DomainCache(string? file, TimeSpan timeToLive, TimeProvider clock) : IDisposable
{
    /// <summary>More of a file is never read.</summary>
    public const int MostBytes = 32 * 1024 * 1024;

    private readonly SemaphoreSlim _one = new(1, 1);

    private Dictionary<string, KeptDomain>? _kept;

    /// <summary>What is wrong with the file, for doctor and the log; null when nothing is. Domains are then read from the DAM.</summary>
    public string? Trouble { get; private set; }

    /// <summary>The domain, from the DAM where it is not kept or is old; null when the DAM has none of that id.</summary>
    public async Task<LookupDomain?> FindAsync(string id, Func<string, CancellationToken, Task<LookupDomain?>> load, CancellationToken cancellation)
    {
        await _one.WaitAsync(cancellation);
        try
        {
            _kept ??= Read();
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
            Write();
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

    private Dictionary<string, KeptDomain> Read()
    {
        try
        {
            var found = file is null ? null : new FileInfo(file);
            if (found is null or { Exists: false })
            {
                return new(StringComparer.Ordinal);
            }

            if (found.Length > MostBytes)
            {
                throw new JsonException($"it has more than {MostBytes} bytes");
            }

            var content = JsonSerializer.Deserialize(File.ReadAllBytes(file!), DomainsJson.Default.KeptDomains);
            return content is { Version: KeptDomains.Current, Domains: { } domains } && domains.Values.All(domain => domain.IsWhole)
                ? new(domains, StringComparer.Ordinal)
                : throw new JsonException("it is not a file of this program");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            Trouble = $"The kept lookup domains ({file}) can't be used: {exception.Message.TrimEnd('.')}. They are read from the DAM, and the file is written again.";
            return new(StringComparer.Ordinal);
        }
    }

    private void Write()
    {
        if (file is null)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            PrivateFile.Replace(Path.GetFullPath(file), JsonSerializer.SerializeToUtf8Bytes(new(KeptDomains.Current, _kept!), DomainsJson.Default.KeptDomains));
            Trouble = null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Trouble = $"The lookup domains can't be kept in {file}: {exception.Message.TrimEnd('.')}. Make the file and its folder writable; until then they are read from the DAM after each start.";
        }
    }
}

/// <summary>The file's content.</summary>
internal sealed record KeptDomains(int Version, Dictionary<string, KeptDomain> Domains)
{
    public const int Current = 1;
}

/// <summary>A domain as it was read.</summary>
/// <param name="At">When.</param>
internal sealed record KeptDomain(DateTimeOffset At, IReadOnlyList<LookupValue> Values)
{
    /// <summary>False for what somebody else has written.</summary>
    [JsonIgnore]
    public bool IsWhole => Values is not null && Values.All(value => value is { Value: not null, Display: not null });
}

[JsonSerializable(typeof(KeptDomains))]
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
internal sealed partial class DomainsJson : JsonSerializerContext;
