using System.Text.Json;
using Microsoft.AspNetCore.StaticFiles;
using Reelway.Connectors;
using Reelway.Connectors.OpenText;
using Reelway.Engine;
using Reelway.Frame.Configuration;
using Reelway.Media;
using Reelway.Scaling.Fields;

namespace Reelway.Scaling.Returning;

/// <summary>Says what the DAM is to know of a derivative: from its master, its name, and the file itself.</summary>
internal sealed class DerivativeMetadata(CampaignStore store, ScalingNames names, MediaProbe probe, DomainCaches caches, Current<ScalingOptions> current)
{
    private const string UnknownType = "application/octet-stream";

    private static readonly FileExtensionContentTypeProvider Types = new();

    /// <summary>Describes a file.</summary>
    /// <exception cref="FaultException">A field that must have a value has none, or one that the DAM does not take.</exception>
    public async Task<DescribedFile> DescribeAsync(OpenTextDam dam, MasterRow master, IntakenFile taken, string file, IStep step)
    {
        var type = TypeOf(taken.CleanName!);
        var video = type.StartsWith("video/", StringComparison.Ordinal) ? await ProbeAsync(file, taken.Name, step) : null;
        var built = await BuildAsync(dam, master, taken.Name, video, step.Cancellation);
        foreach (var problem in built.Problems.Where(one => !one.IsError))
        {
            step.Log(RunLogLevel.Warning, problem.ToString());
        }

        return built.HasErrors
            ? throw FaultException.Permanent($"{taken.Name}: {string.Join(' ', built.Problems.Where(one => one.IsError).Select(one => one.ToString().TrimEnd('.') + "."))}")
            : new DescribedFile(type, built.Json!, DerivativeJson.Write(built.Differences));
    }

    /// <summary>The same without a file, for a look before anything is imported.</summary>
    public async Task<AssetRepresentation> BuildAsync(OpenTextDam dam, MasterRow master, string name, TechnicalMetadata? video, CancellationToken cancellation)
    {
        var mappings = current.Value.MappingsFile is { Length: > 0 } file ? await FieldMappingFile.ReadAsync(file, names.Current, cancellation) : Usual;
        var domains = await caches.Of(mappings.Domains).OfFieldsAsync(mappings, (id, token) => LoadAsync(dam, id, token), cancellation);
        try
        {
            return AssetRepresentation.Build(mappings, await store.MetadataAsync(master.Id, cancellation), names.Current.Read(name), video, domains);
        }
        catch (JsonException unreadable)
        {
            throw FaultException.Permanent($"What the DAM said of the master {master.TrackingId} can't be read: {unreadable.Message}", unreadable);
        }
    }

    /// <summary>The media type that a name says.</summary>
    public static string TypeOf(string name) => Types.TryGetContentType(name, out var type) ? type : UnknownType;

    // Without a file of mappings the DAM gets the name alone; it knows which fields it wants.
    private static FieldMappings Usual { get; } = new()
    {
        Updates = [new FieldUpdate("ARTESIA.FIELD.ASSET NAME", FieldSources.CleanFilename, Required: true)],
        Domains = new DomainRules { Enabled = false },
    };

    private async Task<TechnicalMetadata?> ProbeAsync(string file, string name, IStep step)
    {
        try
        {
            var info = await probe.ProbeAsync(file, step.Cancellation);
            if (info.Video is not [var picture, ..])
            {
                return null;
            }

            return new TechnicalMetadata(
                info.Duration, picture.Width, picture.Height, picture.Codec, picture.FrameRate.Denominator == 0 ? null : (double)picture.FrameRate.Numerator / picture.FrameRate.Denominator);
        }
        catch (MediaException unreadable)
        {
            throw FaultException.Permanent($"{name} is not a video that can be read: {unreadable.Message}", unreadable);
        }
    }

    private static async Task<LookupDomain?> LoadAsync(OpenTextDam dam, string id, CancellationToken cancellation)
    {
        try
        {
            return new LookupDomain(id, [.. (await dam.DomainAsync(id, cancellation)).Select(value => new LookupValue(value.Value, value.Display, value.Expired))]);
        }
        catch (ConnectorException unknown) when (unknown is { Kind: CallFault.Permanent, IsDenied: false })
        {
            // The mappings then say that the DAM has none of that id.
            return null;
        }
    }
}

/// <summary>A file as it is handed to the DAM.</summary>
/// <param name="Representation">The text of <c>asset_representation</c>.</param>
/// <param name="Differences">What differs from the master, JSON.</param>
internal sealed record DescribedFile(string ContentType, string Representation, string Differences);

/// <summary>The lookup domains that are kept, one cache for each of its files.</summary>
internal sealed class DomainCaches(TimeProvider clock) : IDisposable
{
    private readonly Dictionary<(string? File, double Hours), DomainCache> _all = [];
    private readonly Lock _gate = new();

    /// <summary>The cache that rules ask for.</summary>
    public DomainCache Of(DomainRules rules)
    {
        lock (_gate)
        {
            var key = (rules.CacheFile, rules.CacheTtlHours);
            if (!_all.TryGetValue(key, out var cache))
            {
                _all[key] = cache = new DomainCache(rules.CacheFile, TimeSpan.FromHours(rules.CacheTtlHours), clock);
            }

            return cache;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var cache in _all.Values)
        {
            cache.Dispose();
        }
    }
}
