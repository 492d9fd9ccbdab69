using System.Security.Claims;
using System.Text.RegularExpressions;
using Reelway.Frame;
using Reelway.Frame.Audit;
using Reelway.Frame.Operations;
using Reelway.Frame.Web;
using Reelway.Storage;

namespace Reelway.Access;

/// <summary>What can be done about people, in the same way whoever asks.</summary>
internal sealed partial class PersonOperations(PersonStore people, Passwords passwords, Door door)
{
    public const int LongestName = 60;

    private const int LongestEmail = 200;
    private const int LongestReason = 500;

    private static readonly TimeSpan InvitationTime = TimeSpan.FromDays(7);
    private static readonly TimeSpan LinkTime = TimeSpan.FromHours(24);

    /// <summary>Whoever is the first can only be an admin: else nobody could make one.</summary>
    public static string FirstRole { get; } = Role.Admin.Word();

    /// <summary>Adds somebody, who chooses a password by the link that is answered.</summary>
    public async Task<AddedPerson> AddAsync(AddPersonRequest body, string actor, CancellationToken cancellation)
    {
        var (name, role, email) = RequestText.Read(request => (
            ReadName(request, "/body/name", body.Name), ReadRole(request, body.Role), ReadEmail(request, body)));
        if (role != FirstRole && !await people.AnyAsync(cancellation))
        {
            throw PeopleApi.FirstIsAdmin.Because("The first person must be an admin, so that somebody can add others.");
        }

        var person = people.New(name, email, role) with { LinksEmail = body.LinkEmail == true };
        return await AddAsync(person, actor, "person.added", cancellation);
    }

    /// <summary>Gives somebody another role; null takes the role away.</summary>
    public Task<PersonRow> SetRoleAsync(string name, RoleRequest body, long? version, string actor, CancellationToken cancellation)
    {
        var (role, reason) = RequestText.Read(request => (ReadRole(request, body.Role), Reason(request, body.Reason)));
        return ChangeAsync(name, version, actor, "person.role", reason, person => person with { Role = role }, person => person.Role ?? "none", cancellation);
    }

    /// <summary>Ends somebody's sessions and keys, and lets them in no more by any way.</summary>
    public Task<PersonRow> DisableAsync(string name, ReasonRequest body, long? version, string actor, CancellationToken cancellation)
    {
        var reason = RequestText.Read(request => Reason(request, body.Reason));
        return ChangeAsync(
            name, version, actor, "person.disabled", reason,
            person => person.DisabledAt is null ? person with { DisabledAt = people.Now, DisabledBy = actor, Stamp = PersonRow.NewStamp() } : person, State, cancellation);
    }

    /// <summary>Lets somebody in again. Keys that have not ended otherwise are good again; sessions are not.</summary>
    public Task<PersonRow> EnableAsync(string name, ReasonRequest body, long? version, string actor, CancellationToken cancellation)
    {
        var reason = RequestText.Read(request => Reason(request, body.Reason));
        return ChangeAsync(name, version, actor, "person.enabled", reason, person => person with { DisabledAt = null, DisabledBy = null }, State, cancellation);
    }

    /// <summary>Ends all sessions of somebody.</summary>
    public Task<PersonRow> SignOutAsync(string name, string actor, CancellationToken cancellation)
        => ChangeAsync(name, version: null, actor, "person.signed-out", reason: null, person => person with { Stamp = PersonRow.NewStamp() }, _ => null, cancellation);

    /// <summary>Makes a link by which somebody chooses a password. The old one holds until then.</summary>
    public async Task<PersonLink> LinkAsync(string name, string actor, CancellationToken cancellation)
    {
        var link = OneTimeLink.Make(people.Now + LinkTime);
        await ChangeAsync(
            name, version: null, actor, "person.link", reason: null, person => person with { Version = person.Version + 1 }, _ => null, cancellation,
            async (session, person) =>
            {
                if (person.DisabledAt is not null)
                {
                    throw PeopleApi.Disabled.Because($"{person.Name} is disabled; enable {person.Name} first.");
                }

                await people.AddLinkAsync(session, link, person.Id);
            });
        return PersonLink.From(link);
    }

    /// <summary>Makes an admin for an emergency, or brings one back: whoever has this machine has the installation anyway.</summary>
    public async Task<AddedPerson> RescueAsync(AddPersonRequest body, string actor, CancellationToken cancellation)
    {
        var name = RequestText.Read(request => ReadName(request, "/body/name", body.Name));
        if (await people.FindAsync(name, cancellation) is null)
        {
            return await AddAsync(people.New(name, email: null, FirstRole) with { Rescue = true }, actor, "person.rescue", cancellation);
        }

        var link = OneTimeLink.Make(people.Now + LinkTime);
        var person = await ChangeAsync(
            name, version: null, actor, "person.rescue", reason: null,
            each => each with { Role = FirstRole, Rescue = true, DisabledAt = null, DisabledBy = null, Stamp = PersonRow.NewStamp() }, each => $"{each.Role ?? "none"}, {State(each)}", cancellation,
            (session, each) => people.AddLinkAsync(session, link, each.Id));
        return new AddedPerson(PersonItem.From(person), link.Path, link.Until.UtcDateTime);
    }

    /// <summary>Changes one's own password. All other sessions end.</summary>
    public async Task<PersonRow> SetPasswordAsync(ClaimsPrincipal user, PasswordRequest body, CancellationToken cancellation)
    {
        var person = await OwnAsync(user, cancellation);
        var chosen = RequestText.Read(request =>
        {
            if (!passwords.Fits(person, body.Current ?? ""))
            {
                request.Refuse("/body/current", "wrong", "Must be the password that holds now.");
            }

            return Passwords.Read(request, "/body/password", body.Password, person.Name);
        });
        var hash = passwords.Hash(chosen);
        return await ChangeAsync(
            person.Name, version: null, person.Name, "person.password-chosen", reason: null, each => each with { Password = hash, Stamp = PersonRow.NewStamp() }, _ => null, cancellation);
    }

    /// <summary>The person who asks.</summary>
    public async Task<PersonRow> OwnAsync(ClaimsPrincipal user, CancellationToken cancellation)
        => Callers.PersonOf(user) is { } id && await people.FindAsync(id, cancellation) is { } person ? person : throw PeopleApi.Nobody.Because("This is for people; whoever asks came without being one.");

    /// <summary>The link by which whoever comes first becomes the first admin; null when there is somebody.</summary>
    public async Task<OneTimeLink?> FirstLinkAsync(CancellationToken cancellation)
    {
        var link = OneTimeLink.Make(people.Now + LinkTime);
        return await people.AddFirstLinkAsync(link, cancellation) ? link : null;
    }

    /// <summary>Reads a name to sign in by.</summary>
    public static string ReadName(RequestText request, string pointer, string? text)
    {
        var name = request.Required(pointer, text, LongestName, "Must say what the person signs in by.").ToLowerInvariant();
        if (name.Length > 0 && !NameForm().IsMatch(name))
        {
            request.Refuse(pointer, "not-a-name", "Must begin with a letter, and consist of letters from a to z, digits, and the signs . _ - @ +.");
        }

        return name;
    }

    private async Task<AddedPerson> AddAsync(PersonRow person, string actor, string action, CancellationToken cancellation)
    {
        var link = OneTimeLink.Make(people.Now + InvitationTime);
        if (!await people.AddAsync(person, link, actor, action, cancellation))
        {
            throw PeopleApi.Exists.Because($"There is somebody with the name {person.Name} already.");
        }

        door.Close();
        return new AddedPerson(PersonItem.From(person), link.Path, link.Until.UtcDateTime);
    }

    private async Task<PersonRow> ChangeAsync(
        string name, long? version, string actor, string action, string? reason, Func<PersonRow, PersonRow> change, Func<PersonRow, string?> shown, CancellationToken cancellation,
        Func<IDbSession, PersonRow, Task>? also = null)
    {
        var changed = await people.ChangeAsync(
            name,
            person =>
            {
                Versions.Ensure(version, person.Version, person.Name);
                return change(person);
            },
            async (session, before, after) =>
            {
                await AuditStore.RecordAsync(session, people.Now.ToUnixTimeMilliseconds(), actor, action, after.Subject, detail: "", shown(before), shown(after), reason);
                await (also?.Invoke(session, after) ?? Task.CompletedTask);
            },
            cancellation);
        return changed?.After ?? throw PeopleApi.NotFound.Because($"There is nobody with the name \"{ShownText.Name(name)}\"; \"reelway people list\" shows all.");
    }

    private static string State(PersonRow person) => person.DisabledAt is null ? "enabled" : "disabled";

    private static string? Reason(RequestText request, string? text) => request.Line("/body/reason", text, LongestReason);

    private static string? ReadRole(RequestText request, string? text)
    {
        if (text is "none")
        {
            return null;
        }

        var role = Roles.Read(text);
        if (role is null)
        {
            request.Refuse("/body/role", "unknown", $"Must be one of {string.Join(", ", Roles.All.Select(each => each.Word()))}, or none.");
        }

        return role?.Word();
    }

    private static string? ReadEmail(RequestText request, AddPersonRequest body)
    {
        var email = request.Line("/body/email", body.Email, LongestEmail)?.ToLowerInvariant();
        if (email is not null && email.Count(c => c == '@') != 1)
        {
            request.Refuse("/body/email", "not-an-address", "Must be a mail address.");
        }

        if (email is null && body.LinkEmail == true)
        {
            request.Refuse("/body/linkEmail", "without-address", "Must come with an email.");
        }

        return email;
    }

    [GeneratedRegex("^[a-z][a-z0-9._@+-]*$")]
    private static partial Regex NameForm();
}
