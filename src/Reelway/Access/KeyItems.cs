using System.Text.Json.Serialization;

namespace Reelway.Access;

/// <summary>A key as the API and <c>--json</c> show it; never the key itself.</summary>
/// <param name="Shown">Its first letters.</param>
/// <param name="State"><c>active</c>, <c>expired</c>, <c>revoked</c>, or <c>ended</c> with its person.</param>
/// <param name="Person">It may never do more than this person, and ends with them; null: it is the installation's.</param>
/// <param name="Addresses">From where it may be used; empty: from anywhere.</param>
/// <param name="UsedAt">The last use, to the minute.</param>
internal sealed record KeyItem(
    string Id, string Name, string Shown, string State, IReadOnlyList<string> Rights, string? Person, IReadOnlyList<string> Addresses, DateTime CreatedAt, string CreatedBy,
    DateTime? ExpiresAt, DateTime? UsedAt, string? UsedFrom, DateTime? RevokedAt, string? RevokedBy)
{
    public static KeyItem Sample { get; } = new(
        "key_06agn9k2w4008", "newsroom", "rw_live_4fTq0Z…", "active", ["runs:read", "talks:read"], "ana", ["192.0.2.0/24"], new DateTime(2026, 3, 1, 9, 0, 0, DateTimeKind.Utc), "ana",
        new DateTime(2026, 6, 1, 9, 0, 0, DateTimeKind.Utc), new DateTime(2026, 3, 4, 10, 20, 0, DateTimeKind.Utc), "192.0.2.7", RevokedAt: null, RevokedBy: null);

    public static KeyItem From(KeyRow row, DateTimeOffset now) => new(
        row.Id.ToString(), row.Name, row.Shown, row.State(now), row.RightList, row.Person, row.AddressList, row.CreatedAt.UtcDateTime, row.CreatedBy, row.ExpiresAt?.UtcDateTime,
        row.UsedAt?.UtcDateTime, row.UsedFrom, row.RevokedAt?.UtcDateTime, row.RevokedBy);
}

/// <summary>What a new key is to be.</summary>
/// <param name="Rights">What it may do: <c>runs:read</c>.</param>
/// <param name="Role">All rights that this role has today, instead of single ones.</param>
/// <param name="Expires">After how long it ends: <c>90d</c>; left out: never.</param>
/// <param name="Addresses">From where it may be used; left out: from anywhere.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record CreateKeyRequest(string? Name, IReadOnlyList<string>? Rights = null, string? Role = null, string? Expires = null, IReadOnlyList<string>? Addresses = null);

/// <summary>A key that was made.</summary>
/// <param name="Secret">What clients send. It is shown this once.</param>
internal sealed record CreatedKey(KeyItem Key, string Secret);
