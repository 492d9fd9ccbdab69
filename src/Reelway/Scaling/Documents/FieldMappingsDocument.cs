using Reelway.Engine;
using Reelway.Frame.Configuration;
using Reelway.Frame.Configuration.Documents;
using Reelway.Scaling.Names;
using Reelway.Scaling.Returning;

namespace Reelway.Scaling.Documents;

/// <summary>Which of the DAM's fields come from where. It stays a file of its own, since people edit it; here it is tried.</summary>
internal sealed class FieldMappingsDocument : SeedDocument
{
    // Ids hold dots and spaces, so below these nothing is a key.
    private static readonly string[] Ids = ["mvp_fields", "forced_field_values", "default_field_values", "validate_domain_values.domains"];
    private static readonly string[] OfDomains = ["enabled", "cache_file", "cache_ttl_hours", "strict_mode"];
    private static readonly string[] OfUpdates = ["field_id", "source", "transform", "required", "fallback", "default", "validate_domain"];

    /// <inheritdoc/>
    public override string Name => "field_mappings.yaml of campaigns";

    /// <inheritdoc/>
    public override IReadOnlyList<DocumentRule> Rules { get; } =
    [
        .. Ids.Concat(OfDomains.Select(name => $"validate_domain_values.{name}")).Select(path => new DocumentRule(path, static (mapping, key) => mapping.Keep(key, FieldMappingFile.Setting))),
        new("filename_field_updates", Updates),
    ];

    /// <inheritdoc/>
    public override bool Fits(SettingMap root) => HasAny(root, Rules.Select(rule => rule.Names[0]));

    /// <inheritdoc/>
    public override void Finish(SettingMap root, DocumentMapping mapping)
    {
        mapping.NameFile(FieldMappingFile.Setting);
        try
        {
            FieldMappingFile.Parse(mapping.File.Text, mapping.File.ShownAs, mapping.File.Root, NamePattern.Default);
        }
        catch (FaultException problem)
        {
            mapping.Wrong("fields", problem.Message);
        }
    }

    private static void Updates(DocumentMapping mapping, DocumentKey key)
    {
        mapping.Keep(key, FieldMappingFile.Setting);
        foreach (var (update, at) in ((key.Node as SettingList)?.Items ?? []).Select((item, at) => (item as SettingMap, at)))
        {
            foreach (var (name, node) in (update?.Entries ?? []).Where(entry => !OfUpdates.Contains(entry.Key)))
            {
                mapping.Unknown(new DocumentKey([$"{key.Name}[{at}]", name], node), OfUpdates);
            }
        }
    }
}
