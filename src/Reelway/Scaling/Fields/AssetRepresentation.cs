namespace Reelway.Scaling.Fields;

/// <summary>What the DAM is to know of a derivative.</summary>
/// <param name="Json">The text of <c>asset_representation</c>; null while there are errors.</param>
/// <param name="Differences">Where it differs from its master, for people to look at before the import.</param>
/// <param name="LeftOut">Ids of fields in which the master has something, and which no mapping copies.</param>
internal sealed record AssetRepresentation(
    string? Json, IReadOnlyList<FieldDifference> Differences, IReadOnlyList<FieldProblem> Problems, IReadOnlyList<string> LeftOut)
{
    public bool HasErrors => Problems.Any(problem => problem.IsError);

    /// <summary>Builds it. Computes only: the same input has the same answer, byte for byte.</summary>
    /// <param name="masterJson">The master's asset as it was received from the DAM.</param>
    /// <param name="video">Null for what is no video.</param>
    /// <param name="domains">By field: the domains that <see cref="FieldMappings.DomainIds"/> asks for. A null stands for one that the DAM does not have.</param>
    /// <exception cref="System.Text.Json.JsonException">The master's JSON can't be read.</exception>
    public static AssetRepresentation Build(
        FieldMappings mappings, string masterJson, Names.NameReading name, TechnicalMetadata? video, IReadOnlyDictionary<string, LookupDomain?> domains)
        => new RepresentationBuilder(mappings, MasterAsset.Read(masterJson), domains).Build(name, video);
}
