using Reelway.Frame.Operations;
using Reelway.Frame.Web;
using Reelway.Storage;

namespace Reelway.Access;

/// <summary>A key's id, shown as <c>key_</c> and 13 Crockford digits. It is no secret.</summary>
internal readonly record struct KeyId(long Value) : ITypedId<KeyId>
{
    static string ITypedId<KeyId>.Prefix => "key_";

    static KeyId ITypedId<KeyId>.Of(long value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => TypedId.Format(this);
}

/// <summary>A key as stored, with what matters of the person that it ends with.</summary>
internal sealed record KeyRow(
    KeyId Id, string Name, string Shown, long? PersonId, string Rights, string Addresses, DateTimeOffset CreatedAt, string CreatedBy, DateTimeOffset? ExpiresAt,
    DateTimeOffset? UsedAt, string? UsedFrom, DateTimeOffset? RevokedAt, string? RevokedBy, string? Person, string? PersonRole, DateTimeOffset? PersonDisabledAt)
{
    private const char Separator = ' ';

    public IReadOnlyList<string> RightList => Rights.Split(Separator, StringSplitOptions.RemoveEmptyEntries);

    public IReadOnlyList<string> AddressList => Addresses.Split(Separator, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What it can do at most: what its person may do now.</summary>
    public Role? Ceiling => PersonId is null ? Role.Admin : Roles.Read(PersonRole);

    /// <summary>How lists are stored.</summary>
    public static string Joined(IEnumerable<string> texts) => string.Join(Separator, texts);

    /// <summary>Why it opens nothing any more, in words that come behind its name; null while it does.</summary>
    public string? WhyEnded(DateTimeOffset now) => this switch
    {
        { RevokedAt: { } at } => $"was revoked on {Clock.Exact(at)}",
        { PersonDisabledAt: not null } => $"belongs to {Person}, who may not sign in any more",
        { ExpiresAt: { } end } when end <= now => $"has expired on {Clock.Exact(end)}",
        _ => null,
    };

    /// <summary>The same in a word.</summary>
    public string State(DateTimeOffset now) => this switch
    {
        { RevokedAt: not null } => "revoked",
        { PersonDisabledAt: not null } => "ended",
        { ExpiresAt: { } end } when end <= now => "expired",
        _ => "active",
    };
}
