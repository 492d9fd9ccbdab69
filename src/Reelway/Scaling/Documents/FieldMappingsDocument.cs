using Reelway.Frame.Configuration;
using Reelway.Frame.Configuration.Documents;

namespace Reelway.Scaling.Documents;

/// <summary>Which of the DAM's fields come from where. It stays a file of its own, since people edit it; here its keys are looked at.</summary>
internal sealed class FieldMappingsDocument : SeedDocument
{
    private static readonly string[] Parts = ["mvp_fields", "filename_field_updates", "forced_field_values", "default_field_values", "validate_domain_values"];

    private const string Setting = "scaling.mappings_file";

    /// <inheritdoc/>
    public override string Name => "field_mappings.yaml of campaigns";

    // Ids hold dots and spaces, so below these nothing is a key.
    /// <inheritdoc/>
    public override IReadOnlyList<DocumentRule> Rules { get; } =
    [
        .. Parts.Select(part => new DocumentRule(part, static (mapping, key) => mapping.Keep(key, Setting))),
    ];

    /// <inheritdoc/>
    public override bool Fits(SettingMap root) => HasAny(root, Parts);

    /// <inheritdoc/>
    public override void Finish(SettingMap root, DocumentMapping mapping) => mapping.NameFile(Setting);
}
