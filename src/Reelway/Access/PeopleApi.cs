using Reelway.Frame;
using Reelway.Frame.Operations;
using Reelway.Frame.Web;

namespace Reelway.Access;

/// <summary>What can be asked of people.</summary>
internal static class PeopleApi
{
    /// <summary>Where the page is.</summary>
    public const string PagePath = "/people";

    /// <summary>Where one's own page is.</summary>
    public const string OwnPagePath = "/me";

    public static readonly Right Read = new("people:read");
    public static readonly Right Write = new("people:write");
    public static readonly Right ReadOwn = new("me:read");
    public static readonly Right WriteOwn = new("me:write");

    public static readonly ProblemKind NotFound = new(404, "person-not-found", "There is no such person");
    public static readonly ProblemKind Exists = new(409, "person-exists", "There is a person of that name");
    public static readonly ProblemKind LastAdmin = new(409, "last-admin", "It is the last admin");
    public static readonly ProblemKind FirstIsAdmin = new(409, "first-is-admin", "The first person must be an admin");
    public static readonly ProblemKind Disabled = new(409, "person-disabled", "The person is disabled");
    public static readonly ProblemKind Nobody = new(409, "no-person", "Whoever asks is no person");
    public static readonly ProblemKind NotHere = new(403, "not-on-this-machine", "Only on the server's own machine");

    private static readonly Parameter Name = new("name", "The name that the person signs in by.");

    public static readonly Operation<ListOf<PersonItem>> List = new("listPeople", "GET /people", Read)
    {
        Summary = "List people",
        Text = "The newest first, also those who are disabled: nobody is removed, so that the audit log stays readable.",
        Example = new([PersonItem.Sample]),
    };

    public static readonly Operation<PersonItem> Get = new("getPerson", "GET /people/{name}", Read)
    {
        Summary = "Show a person",
        Text = "With the version as ETag, for an edit with If-Match.",
        Parameters = [Name],
        Example = PersonItem.Sample,
        Problems = [NotFound],
    };

    public static readonly Operation<AddPersonRequest, AddedPerson> Add = new("addPerson", "POST /people", Write)
    {
        ForgetsAnswer = true,
        Summary = "Add a person",
        Text = "Who chooses a password by the link of the answer, once and within 7 days. The first person must be an admin; from then on the server asks everybody who they are. With `linkEmail` an account of OpenID Connect with the same verified address may be taken for theirs, once.",
        Body = new("ana", "producer", "ana@example.org"),
        Example = new(PersonItem.Sample, "/welcome/6f1d…", new DateTime(2026, 3, 11, 10, 20, 0, DateTimeKind.Utc)),
        Problems = [Exists, FirstIsAdmin],
    };

    public static readonly Operation<RoleRequest, PersonItem> SetRole = new("setPersonRole", "POST /people/{name}/role", Write)
    {
        IsEdit = true,
        Summary = "Give a person a role",
        Text = "`none` takes it away. It counts from the next request. The last admin who can sign in stays one.",
        Parameters = [Name],
        Body = new("operator", "She takes the night shift."),
        Example = PersonItem.Sample with { Role = "operator" },
        Problems = [NotFound, LastAdmin],
    };

    public static readonly Operation<ReasonRequest, PersonItem> Disable = new("disablePerson", "POST /people/{name}/disable", Write)
    {
        IsEdit = true,
        Summary = "Disable a person",
        Text = "Their sessions and keys end at once, and they sign in no more by any way.",
        Parameters = [Name],
        Body = new("She has left."),
        Example = PersonItem.Sample with { Disabled = true, DisabledAt = new DateTime(2026, 3, 4, 10, 20, 0, DateTimeKind.Utc), DisabledBy = "boris" },
        Problems = [NotFound, LastAdmin],
    };

    public static readonly Operation<ReasonRequest, PersonItem> Enable = new("enablePerson", "POST /people/{name}/enable", Write)
    {
        IsEdit = true,
        Summary = "Enable a person again",
        Text = "Keys that have not ended otherwise are good again; sessions are not.",
        Parameters = [Name],
        Body = new("She is back."),
        Example = PersonItem.Sample,
        Problems = [NotFound],
    };

    public static readonly Operation<PersonLink> Link = new("linkPerson", "POST /people/{name}/password", Write)
    {
        ForgetsAnswer = true,
        Summary = "Let a person choose a password",
        Text = "By the link of the answer, once and within 24 hours. The password that they have holds until then.",
        Parameters = [Name],
        Example = new("/welcome/6f1d…", new DateTime(2026, 3, 5, 10, 20, 0, DateTimeKind.Utc)),
        Problems = [NotFound, Disabled],
    };

    public static readonly Operation<PersonItem> SignOut = new("signOutPerson", "POST /people/{name}/sign-out", Write)
    {
        Summary = "Sign a person out everywhere",
        Text = "Ends all their sessions; keys go on.",
        Parameters = [Name],
        Example = PersonItem.Sample,
        Problems = [NotFound],
    };

    public static readonly Operation<AddPersonRequest, AddedPerson> Rescue = new("rescueAccess", "POST /people/rescue", Write)
    {
        ForgetsAnswer = true,
        Summary = "Make an admin for an emergency",
        Text = "Or bring one back. Only the command line on the server's own machine may, as the server's own user; it is noted in the audit log.",
        Body = new("rescue"),
        Example = new(PersonItem.Sample with { Name = "rescue", Role = "admin", Rescue = true }, "/welcome/6f1d…", new DateTime(2026, 3, 5, 10, 20, 0, DateTimeKind.Utc)),
        Problems = [NotHere],
    };

    public static readonly Operation<PersonItem> GetOwn = new("getMe", "GET /me", ReadOwn)
    {
        Summary = "Show who asks",
        Text = "The person behind the session or the key.",
        Example = PersonItem.Sample,
        Problems = [Nobody],
    };

    public static readonly Operation<PasswordRequest, PersonItem> SetOwnPassword = new("setMyPassword", "POST /me/password", WriteOwn)
    {
        ForgetsAnswer = true,
        Summary = "Change one's own password",
        Text = "All sessions end, this one too.",
        Body = new("the one before", "four words not together"),
        Example = PersonItem.Sample,
        Problems = [Nobody],
    };

    public static readonly Operation<PersonItem> SignOutOwn = new("signMeOut", "POST /me/sign-out", WriteOwn)
    {
        Summary = "Sign out everywhere",
        Text = "Ends all one's own sessions, this one too; keys go on.",
        Example = PersonItem.Sample,
        Problems = [Nobody],
    };

    public static void MapPeople(this IEndpointRouteBuilder routes)
    {
        routes.Map(List, async ([AsParameters] Paging paging, PersonStore people, CancellationToken cancellation) =>
        {
            var page = paging.Of("people");
            return page.Answer(await people.ListAsync(page.Before ?? long.MaxValue, page.Count + 1, cancellation), row => row.Id.Value, PersonItem.From);
        });
        routes.Map(Get, async (string name, PersonStore people, CancellationToken cancellation)
            => PersonItem.From(await people.FindAsync(name, cancellation) ?? throw NotFound.Because($"There is nobody with the name \"{ShownText.Name(name)}\"; \"reelway people list\" shows all.")));
        routes.Map(Add, (AddPersonRequest body, HttpContext http, PersonOperations people, CancellationToken cancellation) => people.AddAsync(body, Visitor.ActorOf(http), cancellation))
            .Form(PagePath, "add", added => new Notice($"{added.Person.Name} is added. Give them this link, which is good once: {added.Path}", Failed: false));
        routes.Map(SetRole, async (string name, RoleRequest body, HttpContext http, PersonOperations people, CancellationToken cancellation)
            => PersonItem.From(await people.SetRoleAsync(name, body, Versions.Expected(http), Visitor.ActorOf(http), cancellation)))
            .Form(PagePath, "{name}/role", item => new Notice($"{item.Name} has the role {item.Role ?? "none"}.", Failed: false));
        routes.Map(Disable, async (string name, ReasonRequest body, HttpContext http, PersonOperations people, CancellationToken cancellation)
            => PersonItem.From(await people.DisableAsync(name, body, Versions.Expected(http), Visitor.ActorOf(http), cancellation)))
            .Form(PagePath, "{name}/disable", item => new Notice($"{item.Name} is disabled; sessions and keys have ended.", Failed: false));
        routes.Map(Enable, async (string name, ReasonRequest body, HttpContext http, PersonOperations people, CancellationToken cancellation)
            => PersonItem.From(await people.EnableAsync(name, body, Versions.Expected(http), Visitor.ActorOf(http), cancellation)))
            .Form(PagePath, "{name}/enable", item => new Notice($"{item.Name} may sign in again.", Failed: false));
        routes.Map(Link, (string name, HttpContext http, PersonOperations people, CancellationToken cancellation) => people.LinkAsync(name, Visitor.ActorOf(http), cancellation))
            .Form(PagePath, "{name}/password", link => new Notice($"Give them this link, which is good once: {link.Path}", Failed: false));
        routes.Map(SignOut, async (string name, HttpContext http, PersonOperations people, CancellationToken cancellation)
            => PersonItem.From(await people.SignOutAsync(name, Visitor.ActorOf(http), cancellation)))
            .Form(PagePath, "{name}/sign-out", item => new Notice($"{item.Name} is signed out everywhere.", Failed: false));
        routes.Map(Rescue, (AddPersonRequest body, HttpContext http, PersonOperations people, CancellationToken cancellation) => http.User.IsInRole(Visitor.OwnerRole)
            ? people.RescueAsync(body, Visitor.ActorOf(http), cancellation)
            : throw NotHere.Because("Only the command line on the server's own machine makes an admin this way: reelway people rescue NAME."));
        routes.MapOwn();
    }

    private static void MapOwn(this IEndpointRouteBuilder routes)
    {
        routes.Map(GetOwn, async (HttpContext http, PersonOperations people, CancellationToken cancellation) => PersonItem.From(await people.OwnAsync(http.User, cancellation)));
        routes.Map(SetOwnPassword, async (PasswordRequest body, HttpContext http, PersonOperations people, CancellationToken cancellation)
            => PersonItem.From(await people.SetPasswordAsync(http.User, body, cancellation)))
            .Form(OwnPagePath, "password", _ => new Notice("Your password is changed. Sign in with it.", Failed: false));
        routes.Map(SignOutOwn, async (HttpContext http, PersonOperations people, CancellationToken cancellation)
            => PersonItem.From(await people.SignOutAsync((await people.OwnAsync(http.User, cancellation)).Name, Visitor.ActorOf(http), cancellation)))
            .Form(OwnPagePath, "sign-out", _ => new Notice("You are signed out everywhere.", Failed: false));
    }
}
