using Reelway.Frame.Operations;

namespace Reelway.Access;

/// <summary>Somebody who may sign in, as stored.</summary>
/// <param name="Name">What is typed to sign in, lower-case.</param>
/// <param name="Role">Null: none yet, so no rights.</param>
/// <param name="Password">A hash; null: there is none.</param>
/// <param name="Stamp">Sessions carry it, and end when it changes.</param>
/// <param name="Rescue">Made on the host for an emergency.</param>
/// <param name="LinksEmail">An account elsewhere with this verified address may be taken for this person's, once.</param>
internal sealed record PersonRow(
    PersonId Id, string Name, string? Email, string? Role, string? Password, string Stamp, bool Rescue, bool LinksEmail, long Version, DateTimeOffset CreatedAt,
    DateTimeOffset? DisabledAt, string? DisabledBy, DateTimeOffset? SeenAt)
{
    /// <summary>How the audit log names this person.</summary>
    public string Subject => SubjectOf(Name);

    /// <summary>True for somebody who may do everything.</summary>
    public bool IsActiveAdmin => DisabledAt is null && Roles.Read(Role) == Frame.Operations.Role.Admin;

    public static string SubjectOf(string name) => $"person/{name}";

    /// <summary>A stamp for new sessions: those with another one have ended.</summary>
    public static string NewStamp() => Guid.NewGuid().ToString("N");
}
