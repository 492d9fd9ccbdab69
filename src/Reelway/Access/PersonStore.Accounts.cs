using Reelway.Frame.Audit;
using Reelway.Storage;

namespace Reelway.Access;

/// <summary>Accounts elsewhere: each belongs to one person, by issuer and subject.</summary>
internal sealed partial class PersonStore
{
    /// <summary>The person whose account it is.</summary>
    public Task<PersonRow?> FindByAccountAsync(string issuer, string subject, CancellationToken cancellation) => database.ReadAsync(
        session => session.FindAsync<PersonRow>(
            $"SELECT {Columns} FROM person WHERE id = (SELECT person_id FROM person_account WHERE issuer = @issuer AND subject = @subject)", new { issuer, subject }),
        cancellation);

    /// <summary>Takes an account for that of the person with its verified address, where an admin has allowed it: once.</summary>
    /// <returns>Null when there is no such person.</returns>
    public Task<PersonRow?> LinkAccountAsync(OpenIdAccount account, CancellationToken cancellation) => account is { EmailVerified: true, Email: { } email }
        ? database.WriteAsync(
            async session =>
            {
                var wanted = await session.QueryAsync<PersonRow>(
                    $"SELECT {Columns} FROM person WHERE email = @email AND links_email = 1 AND disabled_ms IS NULL{ForUpdate(session)}", new { email = email.ToLowerInvariant() });
                // Two of one address: nobody can say who is meant.
                if (wanted is not [var person])
                {
                    return null;
                }

                person = person with { LinksEmail = false, Version = person.Version + 1 };
                await UpdateAsync(session, person);
                await AddAccountAsync(session, person.Id, account);
                await AuditStore.RecordAsync(session, database.NowMs, person.Name, "person.linked", person.Subject, $"By its verified address to an account of {account.Issuer}.");
                return person;
            },
            cancellation)
        : Task.FromResult<PersonRow?>(null);

    /// <summary>Adds somebody with an account.</summary>
    /// <returns>Null when the name is taken.</returns>
    public Task<PersonRow?> AddWithAccountAsync(PersonRow person, OpenIdAccount account, CancellationToken cancellation) => database.WriteAsync(
        async session =>
        {
            if (!await AddAsync(session, person, account.Issuer, "person.added"))
            {
                return null;
            }

            await AddAccountAsync(session, person.Id, account);
            return person;
        },
        cancellation);

    private Task<int> AddAccountAsync(IDbSession session, PersonId person, OpenIdAccount account) => session.ExecuteAsync(
        "INSERT INTO person_account(issuer, subject, person_id, created_ms) VALUES(@Issuer, @Subject, @person, @now)",
        new { account.Issuer, account.Subject, person, now = database.NowMs });
}
