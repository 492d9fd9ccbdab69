namespace Reelway.Sandbox.Facebook;

internal enum TokenKind
{
    App,
    User,
    Page,
}

/// <summary>A token and what it is good for.</summary>
/// <param name="PageId">The page of a page token.</param>
/// <param name="LongLived">An exchanged user token; page tokens taken with it have no end of their own.</param>
/// <param name="Parent">The user token that a page token was taken with; when that one is invalidated, so is this.</param>
/// <param name="ExpiresAt">Null: no end.</param>
/// <param name="Refusal">Sub-code of 190 with which the token is refused although its time is not up; null while it is good.</param>
/// <param name="Scopes">What the user has granted; null: all that there is.</param>
internal sealed record GraphToken(
    string Value, TokenKind Kind, DateTimeOffset IssuedAt, string? PageId = null, bool LongLived = false,
    string? Parent = null, DateTimeOffset? ExpiresAt = null, int? Refusal = null, IReadOnlyList<string>? Scopes = null)
{
    public IReadOnlyList<string> Granted => Scopes ?? LoginDialog.Permissions;
}
