using System.Security.Cryptography;
using System.Text;
using Reelway.Frame.Audit;
using Reelway.Storage;

namespace Reelway.Access;

/// <summary>People, and the links by which they choose a password.</summary>
internal sealed partial class PersonStore(IDatabase database, IdGenerator ids)
{
    /// <summary>That somebody is there is noted at most so often.</summary>
    public static readonly TimeSpan SeenGrain = TimeSpan.FromMinutes(5);

    private const string Columns = "id, name, email, role, password, stamp, rescue, links_email, version, created_ms, disabled_ms, disabled_by, seen_ms";
    private const string CanSignIn = "(password IS NOT NULL OR EXISTS (SELECT 1 FROM person_account a WHERE a.person_id = person.id))";

    /// <summary>The time by the clock that all processes of the database go by.</summary>
    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(database.NowMs);

    /// <summary>True when there is somebody. Nobody is ever removed, so that it stays true.</summary>
    public Task<bool> AnyAsync(CancellationToken cancellation) => database.ReadAsync(AnyAsync, cancellation);

    /// <summary>People, the newest first.</summary>
    public Task<IReadOnlyList<PersonRow>> ListAsync(long before, int most, CancellationToken cancellation) => database.ReadAsync(
        session => session.QueryAsync<PersonRow>($"SELECT {Columns} FROM person WHERE id < @before ORDER BY id DESC LIMIT @most", new { before, most }), cancellation);

    public Task<PersonRow?> FindAsync(PersonId id, CancellationToken cancellation)
        => database.ReadAsync(session => session.FindAsync<PersonRow>($"SELECT {Columns} FROM person WHERE id = @id", new { id }), cancellation);

    /// <summary>The person of that name, however it is written.</summary>
    public Task<PersonRow?> FindAsync(string name, CancellationToken cancellation) => database.ReadAsync(session => FindAsync(session, name), cancellation);

    /// <summary>Adds somebody.</summary>
    /// <param name="link">What to choose a password with; null: none is needed.</param>
    /// <returns>False when the name is taken.</returns>
    public Task<bool> AddAsync(PersonRow person, OneTimeLink? link, string actor, string action, CancellationToken cancellation) => database.WriteAsync(
        async session =>
        {
            var added = await AddAsync(session, person, actor, action);
            if (added && link is not null)
            {
                await AddLinkAsync(session, link, person.Id);
            }

            return added;
        },
        cancellation);

    /// <summary>A row for somebody new.</summary>
    public PersonRow New(string name, string? email, string? role) => new(
        new PersonId(ids.Next()), name, email, role, Password: null, PersonRow.NewStamp(), Rescue: false, LinksEmail: false, Version: 1, Now, DisabledAt: null, DisabledBy: null, SeenAt: null);

    /// <summary>Changes somebody. The last admin who can sign in stays one.</summary>
    /// <param name="change">Says what the row is to be; it may refuse by an exception.</param>
    /// <param name="also">What belongs to it.</param>
    /// <returns>The row before and after; null when there is nobody of that name.</returns>
    public Task<(PersonRow Before, PersonRow After)?> ChangeAsync(
        string name, Func<PersonRow, PersonRow> change, Func<IDbSession, PersonRow, PersonRow, Task> also, CancellationToken cancellation) => database.WriteAsync(
        async session =>
        {
            // Locked together: else two admins who disable each other at the same time would leave none.
            var admins = await session.QueryAsync<long>(
                $"SELECT id FROM person WHERE role = 'admin' AND disabled_ms IS NULL AND {CanSignIn} ORDER BY id{ForUpdate(session)}");
            if (await FindAsync(session, name, ForUpdate(session)) is not { } before)
            {
                return null;
            }

            var after = change(before);
            if (before.IsActiveAdmin && !after.IsActiveAdmin && admins.All(id => id == before.Id.Value) && admins.Count > 0)
            {
                throw PeopleApi.LastAdmin.Because($"{before.Name} is the last admin who can sign in; make somebody else an admin first.");
            }

            if (after != before)
            {
                after = after with { Version = before.Version + 1 };
                await UpdateAsync(session, after);
                await also(session, before, after);
            }

            return ((PersonRow Before, PersonRow After)?)(before, after);
        },
        cancellation);

    /// <summary>Gives somebody the role that their groups elsewhere have.</summary>
    public async Task<PersonRow> SetRoleAsync(PersonRow person, string? role, string actor, CancellationToken cancellation)
    {
        var changed = await ChangeAsync(
            person.Name, each => each with { Role = role },
            (session, before, after) => AuditStore.RecordAsync(
                session, database.NowMs, actor, "person.role", after.Subject, "By the groups of the account.", before.Role ?? "none", after.Role ?? "none"),
            cancellation);
        return changed?.After ?? person;
    }

    /// <summary>Notes that somebody was here: seldom, so that a session costs no write for each request.</summary>
    public Task NoteSeenAsync(PersonRow person, CancellationToken cancellation)
    {
        var now = database.NowMs;
        return person.SeenAt is { } seen && seen.ToUnixTimeMilliseconds() > now - (long)SeenGrain.TotalMilliseconds
            ? Task.CompletedTask
            : database.WriteAsync(session => session.ExecuteAsync("UPDATE person SET seen_ms = @now WHERE id = @Id", new { person.Id, now }), cancellation);
    }

    /// <summary>Makes a link that is good once. Others of the same person are good no more.</summary>
    /// <param name="person">Null: for whoever comes first.</param>
    public async Task AddLinkAsync(IDbSession session, OneTimeLink link, PersonId? person)
    {
        await session.ExecuteAsync("DELETE FROM access_link WHERE person_id = @person OR until_ms < @now", new { person = person?.Value, now = database.NowMs });
        await session.ExecuteAsync(
            "INSERT INTO access_link(digest, person_id, until_ms) VALUES(@digest, @person, @until)",
            new { digest = Digest(link.Token), person = person?.Value, until = link.Until.ToUnixTimeMilliseconds() });
    }

    /// <summary>Makes the link for the first admin, as long as there is nobody.</summary>
    /// <returns>False when there is somebody.</returns>
    public Task<bool> AddFirstLinkAsync(OneTimeLink link, CancellationToken cancellation) => database.WriteAsync(
        async session =>
        {
            if (await AnyAsync(session))
            {
                return false;
            }

            await AddLinkAsync(session, link, person: null);
            return true;
        },
        cancellation);

    /// <summary>Whom a link is for.</summary>
    public Task<LinkTarget?> FindLinkAsync(string token, CancellationToken cancellation) => database.ReadAsync(session => FindLinkAsync(session, token), cancellation);

    /// <summary>Uses a link up, and sets the password of its person, or makes the first admin.</summary>
    /// <param name="first">The first admin's row; not used for a link that belongs to somebody.</param>
    /// <returns>The person; null when the link is good no more.</returns>
    public Task<PersonRow?> UseLinkAsync(string token, PersonRow? first, string hash, CancellationToken cancellation) => database.WriteAsync(
        async session =>
        {
            var target = await FindLinkAsync(session, token);
            // Of two who use it at the same time the second finds it gone.
            if (target is null || await session.ExecuteAsync("DELETE FROM access_link WHERE digest = @digest", new { digest = Digest(token) }) == 0)
            {
                return null;
            }

            if (target.Person is { } name)
            {
                var person = (await FindAsync(session, name, ForUpdate(session)))!;
                if (person.DisabledAt is not null)
                {
                    return null;
                }

                person = person with { Password = hash, Stamp = PersonRow.NewStamp(), Version = person.Version + 1 };
                await UpdateAsync(session, person);
                await AuditStore.RecordAsync(session, database.NowMs, person.Name, "person.password-chosen", person.Subject, "By a one-time link.");
                return person;
            }

            if (first is null || await AnyAsync(session))
            {
                return null;
            }

            first = first with { Password = hash };
            await AddAsync(session, first, first.Name, "person.first-admin");
            return first;
        },
        cancellation);

    /// <summary>Records a sign-in, or a try.</summary>
    public Task RecordAsync(string actor, string action, string subject, string detail, CancellationToken cancellation) => database.WriteAsync(
        async session =>
        {
            await AuditStore.RecordAsync(session, database.NowMs, actor, action, subject, detail);
            return true;
        },
        cancellation);

    private async Task<bool> AddAsync(IDbSession session, PersonRow person, string actor, string action)
    {
        var added = await session.ExecuteAsync(
            """
            INSERT INTO person(id, name, email, role, password, stamp, rescue, links_email, version, created_ms)
            VALUES(@Id, @Name, @Email, @Role, @Password, @Stamp, @Rescue, @LinksEmail, @Version, @CreatedAt) ON CONFLICT(name) DO NOTHING
            """,
            new { person.Id, person.Name, person.Email, person.Role, person.Password, person.Stamp, person.Rescue, person.LinksEmail, person.Version, person.CreatedAt }) > 0;
        if (added)
        {
            await AuditStore.RecordAsync(session, database.NowMs, actor, action, person.Subject, $"Role: {person.Role ?? "none"}.");
        }

        return added;
    }

    private static Task<int> UpdateAsync(IDbSession session, PersonRow person) => session.ExecuteAsync(
        """
        UPDATE person SET email = @Email, role = @Role, password = @Password, stamp = @Stamp, rescue = @Rescue, links_email = @LinksEmail, version = @Version,
          disabled_ms = @DisabledAt, disabled_by = @DisabledBy
        WHERE id = @Id
        """,
        new { person.Id, person.Email, person.Role, person.Password, person.Stamp, person.Rescue, person.LinksEmail, person.Version, person.DisabledAt, person.DisabledBy });

    private static async Task<bool> AnyAsync(IDbSession session) => await session.FindAsync<long?>("SELECT id FROM person LIMIT 1") is not null;

    private static Task<PersonRow?> FindAsync(IDbSession session, string name, string forUpdate = "")
        => session.FindAsync<PersonRow>($"SELECT {Columns} FROM person WHERE name = @name{forUpdate}", new { name = name.Trim().ToLowerInvariant() });

    private Task<LinkTarget?> FindLinkAsync(IDbSession session, string token) => session.FindAsync<LinkTarget>(
        "SELECT p.name AS person, l.until_ms FROM access_link l LEFT JOIN person p ON p.id = l.person_id WHERE l.digest = @digest AND l.until_ms > @now AND p.disabled_ms IS NULL",
        new { digest = Digest(token), now = database.NowMs });

    private static string ForUpdate(IDbSession session) => session.Dialect == SqlDialect.Postgres ? " FOR UPDATE" : "";

    private static string Digest(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}

/// <summary>A link that is good once.</summary>
/// <param name="Token">256 random bits.</param>
internal sealed record OneTimeLink(string Token, DateTimeOffset Until)
{
    /// <summary>Where its page is.</summary>
    public string Path => $"{WelcomeForms.PagePath}/{Token}";

    public static OneTimeLink Make(DateTimeOffset until) => new(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)), until);
}

/// <summary>Whom a link is for.</summary>
/// <param name="Person">Null: whoever comes first.</param>
internal sealed record LinkTarget(string? Person, DateTimeOffset UntilAt);
