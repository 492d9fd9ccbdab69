using System.Text.Json;
using System.Text.Json.Serialization;
using Reelway.Frame.Server;
using Reelway.Media;

namespace Reelway.Scaling.Fields;

/// <summary>The file in which lookup domains are kept. Losing it costs a refresh; it is never a reason to stop.</summary>
internal sealed class DomainFile(string path)
{
    /// <summary>More of a file is never read.</summary>
    public const int MostBytes = 32 * 1024 * 1024;

    private readonly string _path = Path.GetFullPath(path);

    // The setting may name somebody's configuration by mistake, or a device: what can't be such a cache is left alone.
    private bool _isOurs = true;

    /// <summary>Why it is not used; null when it is.</summary>
    public string? Trouble { get; private set; }

    /// <summary>What it holds; nothing where it is missing, or holds something else.</summary>
    public async Task<Dictionary<string, KeptDomain>> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            if (File.Exists(_path))
            {
                var content = await NamedFile.ReadAsync(_path, MostBytes, cancellation);
                _isOurs = content.AsSpan().TrimStart(" \t\r\n"u8) is [] or [(byte)'{', ..];
                return Read(content) ?? throw new JsonException("it was not written by this program");
            }
        }
        catch (JsonException exception)
        {
            // An older system's cache of that name is replaced by the next write.
            Trouble = Because(exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _isOurs = false;
            Trouble = Because(exception);
        }

        return new(StringComparer.Ordinal);
    }

    /// <summary>Replaces its content, whole or not at all.</summary>
    public void Write(Dictionary<string, KeptDomain> domains)
    {
        if (!_isOurs)
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            PrivateFile.Replace(_path, JsonSerializer.SerializeToUtf8Bytes(new(KeptDomains.Current, domains), DomainsJson.Default.KeptDomains));
            Trouble = null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            Trouble = Because(exception);
        }
    }

    private string Because(Exception exception)
        => $"Lookup domains can't be kept in {_path}: {exception.Message.TrimEnd('.')}. Let validate_domain_values.cache_file name a file of its own in a folder that this server may write.";

    private static Dictionary<string, KeptDomain>? Read(byte[] content)
        => JsonSerializer.Deserialize(content, DomainsJson.Default.KeptDomains) is { Version: KeptDomains.Current, Domains: { } domains } && domains.Values.All(domain => domain is { IsWhole: true })
            ? new(domains, StringComparer.Ordinal)
            : null;
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
