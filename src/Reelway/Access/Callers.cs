using System.Globalization;
using System.Security.Claims;
using Reelway.Frame.Operations;
using Reelway.Frame.Web;

namespace Reelway.Access;

/// <summary>What is known of whoever was let in: a name for the audit log, a credential that may end, and what it may do.</summary>
internal static class Callers
{
    /// <summary>Claim with the key or the session that somebody came in with.</summary>
    private const string KeyClaim = "reelway.key";

    /// <summary>Names the session of a browser, so that it can be ended here.</summary>
    public const string SessionClaim = "session";

    private const string AnybodyRole = "anybody";
    private const string PersonClaim = "reelway.person";

    /// <summary>Somebody with every right.</summary>
    public static ClaimsPrincipal WithAll(string name, string scheme, bool isOwner = false, params IEnumerable<Claim> more)
        => Of(scheme, name, Role.Admin, [.. isOwner ? [new Claim(ClaimTypes.Role, Visitor.OwnerRole)] : Array.Empty<Claim>(), .. more]);

    /// <summary>A person.</summary>
    public static ClaimsPrincipal With(PersonRow person, string scheme, params IEnumerable<Claim> more) => Of(
        scheme, person.Name, Roles.Read(person.Role), [new Claim(ClaimTypes.NameIdentifier, person.Id.ToString()), new Claim(PersonClaim, Number(person.Id.Value)), .. more]);

    /// <summary>A program with a key.</summary>
    public static ClaimsPrincipal With(KeyRow key, string scheme) => Of(
        scheme, $"key {key.Name}", key.Ceiling,
        [
            new Claim(ClaimTypes.NameIdentifier, key.Id.ToString()), new Claim(KeyClaim, Number(key.Id.Value)), .. key.RightList.Select(right => new Claim(Visitor.RightClaim, right)),
            .. key.PersonId is { } person ? [new Claim(PersonClaim, Number(person))] : Array.Empty<Claim>(),
        ]);

    /// <summary>The key that somebody came in with; null for others.</summary>
    public static KeyId? KeyOf(ClaimsPrincipal user) => NumberOf(user, KeyClaim) is { } id ? new KeyId(id) : null;

    /// <summary>Names what somebody came in with that may end while a request goes on; null where there is no such thing.</summary>
    public static string? CredentialOf(ClaimsPrincipal user) => KeyOf(user)?.ToString() ?? user.FindFirstValue(SessionClaim);

    /// <summary>Names the key or the person that asks, whatever session it is; null for others.</summary>
    public static string? CallerOf(ClaimsPrincipal user) => user.FindFirstValue(ClaimTypes.NameIdentifier);

    /// <summary>True for whoever was let in because the door is open.</summary>
    public static bool IsAnybody(ClaimsPrincipal user) => user.HasClaim(ClaimTypes.Role, AnybodyRole);

    /// <summary>Whoever was let in because the door is open.</summary>
    public static ClaimsPrincipal Anybody(string scheme) => WithAll("anybody on this machine", scheme, more: [new Claim(ClaimTypes.Role, AnybodyRole)]);

    /// <summary>The person behind a session or a key; null where there is none.</summary>
    public static PersonId? PersonOf(ClaimsPrincipal user) => NumberOf(user, PersonClaim) is { } id ? new PersonId(id) : null;

    private static ClaimsPrincipal Of(string scheme, string name, Role? role, IEnumerable<Claim> more)
        => new(new ClaimsIdentity([new Claim(ClaimTypes.Name, name), .. role is { } known ? [new Claim(Visitor.RoleClaim, known.Word())] : Array.Empty<Claim>(), .. more], scheme));

    private static long? NumberOf(ClaimsPrincipal user, string claim)
        => long.TryParse(user.FindFirstValue(claim), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
