namespace Reelway.Connectors.OpenText;

/// <summary>What is searched for: all conditions hold. The index lags behind and its operators are not exact, so each hit is read by its id before anything follows from it.</summary>
public sealed record DamSearch(IReadOnlyList<DamCondition> Conditions);

/// <param name="FieldId">With its spaces and dots: <c>ARTESIA.FIELD.ASSET NAME</c>.</param>
/// <param name="OperatorId">Of the site's search configuration: <c>ARTESIA.OPERATOR.CHAR.IS</c>.</param>
public sealed record DamCondition(string FieldId, string OperatorId, string Value);

/// <param name="Hits">Items in this page.</param>
/// <param name="Total">Items in all.</param>
public sealed record DamPage(IReadOnlyList<DamItem> Items, int Hits, int Total);
