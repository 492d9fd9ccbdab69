namespace Reelway.Connectors.Facebook;

/// <summary>What Facebook knows of a token.</summary>
/// <param name="Type"><c>USER</c>, <c>PAGE</c> or <c>APP</c>.</param>
/// <param name="ExpiresAt">End of its life; null when it has none.</param>
/// <param name="DataAccessExpiresAt">From then on data is refused although the token lives; null when not told.</param>
/// <param name="ProfileId">The page that it belongs to; null for other tokens.</param>
/// <param name="Problem">Why it is not valid, in a sentence; null when it is.</param>
public sealed record TokenInspection(
    bool IsValid,
    string? Type,
    string? AppId,
    string? UserId,
    string? ProfileId,
    IReadOnlyList<string> Scopes,
    DateTimeOffset? ExpiresAt,
    DateTimeOffset? DataAccessExpiresAt,
    string? Problem);
