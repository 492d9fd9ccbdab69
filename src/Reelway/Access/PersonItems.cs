using System.Text.Json.Serialization;
using Reelway.Frame.Web;

namespace Reelway.Access;

/// <summary>A person as the API and <c>--json</c> show them.</summary>
/// <param name="Role">Null: none yet, so no rights.</param>
/// <param name="HasPassword">False as long as they have chosen none.</param>
/// <param name="Rescue">Made on the host for an emergency.</param>
/// <param name="LinksEmail">An account elsewhere with this verified address may be taken for this person's, once.</param>
internal sealed record PersonItem(
    string Name, string? Email, string? Role, bool Disabled, bool HasPassword, bool Rescue, bool LinksEmail, long Version, DateTime CreatedAt, DateTime? SeenAt, DateTime? DisabledAt, string? DisabledBy)
    : IVersioned
{
    public static PersonItem Sample { get; } = new(
        "ana", "ana@example.org", "producer", Disabled: false, HasPassword: true, Rescue: false, LinksEmail: false, Version: 3, new DateTime(2026, 3, 1, 9, 0, 0, DateTimeKind.Utc),
        new DateTime(2026, 3, 4, 10, 20, 0, DateTimeKind.Utc), DisabledAt: null, DisabledBy: null);

    public static PersonItem From(PersonRow row) => new(
        row.Name, row.Email, row.Role, row.DisabledAt is not null, row.Password is not null, row.Rescue, row.LinksEmail, row.Version, row.CreatedAt.UtcDateTime, row.SeenAt?.UtcDateTime,
        row.DisabledAt?.UtcDateTime, row.DisabledBy);
}

/// <summary>Who is added.</summary>
/// <param name="Name">What they sign in by.</param>
/// <param name="LinkEmail">Whether an account elsewhere with this verified address may be taken for theirs, once.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record AddPersonRequest(string? Name, string? Role = null, string? Email = null, bool? LinkEmail = null);

/// <summary>Somebody who was added.</summary>
/// <param name="Path">Where on this server they choose a password, once.</param>
internal sealed record AddedPerson(PersonItem Person, string Path, DateTime Until);

/// <summary>A link that is good once.</summary>
internal sealed record PersonLink(string Path, DateTime Until)
{
    public static PersonLink From(OneTimeLink link) => new(link.Path, link.Until.UtcDateTime);
}

/// <summary>The role that somebody is to have.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RoleRequest(string? Role, string? Reason = null);

/// <summary>Why something is done.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record ReasonRequest(string? Reason = null);

/// <summary>One's own new password.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record PasswordRequest(string? Current, string? Password);
