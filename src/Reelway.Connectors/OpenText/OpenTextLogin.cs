namespace Reelway.Connectors.OpenText;

/// <summary>A sign-in as calls carry it.</summary>
/// <param name="Headers">What each call is sent with. A session's writes are refused without <c>X-Requested-By</c>.</param>
/// <param name="Until">When it is made afresh; null: when it is refused.</param>
internal sealed record OpenTextLogin(IReadOnlyList<(string Name, string Value)> Headers, DateTimeOffset? Until);
