using System.Globalization;
using System.Text;
using Reelway.Frame.Operations;

namespace Reelway.Access;

/// <summary>An account elsewhere, as its provider has said at a sign-in.</summary>
/// <param name="Issuer">With the subject what it is known by. Everything else may be chosen or change hands.</param>
internal sealed record OpenIdAccount(string Issuer, string Subject, string? UserName, string? Email, bool EmailVerified, IReadOnlyList<string> Groups);

/// <summary>Whose an account elsewhere is here.</summary>
internal sealed class OpenIdAccounts(PersonStore people, OpenIdOptions options, ILogger<OpenIdAccounts> log)
{
    private const int TriedNames = 50;

    /// <summary>The person who signs in with an account: the one it belongs to, one whose verified address an admin has allowed to be linked, or a new one without rights.</summary>
    /// <returns>Null when the person may not sign in.</returns>
    public async Task<PersonRow?> SignInAsync(OpenIdAccount account, string address, CancellationToken cancellation)
    {
        var person = await people.FindByAccountAsync(account.Issuer, account.Subject, cancellation)
            ?? await people.LinkAccountAsync(account, cancellation)
            ?? await AddAsync(account, cancellation);
        if (person.DisabledAt is not null)
        {
            await people.RecordAsync("somebody", "person.sign-in-refused", person.Subject, $"By {account.Issuer} from {address}; disabled.", cancellation);
            return null;
        }

        person = await GiveRoleAsync(person, account, cancellation);
        await people.RecordAsync(person.Name, "person.signed-in", person.Subject, $"By {account.Issuer} from {address}.", cancellation);
        return person;
    }

    /// <summary>The role of a person's groups, at each sign-in, where groups have roles.</summary>
    private async Task<PersonRow> GiveRoleAsync(PersonRow person, OpenIdAccount account, CancellationToken cancellation)
    {
        if (options.Roles.Count == 0)
        {
            return person;
        }

        var role = account.Groups.Select(group => Roles.Read(options.Roles.GetValueOrDefault(group))).Max();
        try
        {
            return await people.SetRoleAsync(person, role?.Word(), account.Issuer, cancellation);
        }
        catch (Frame.Web.RefusalException last)
        {
            // The last admin stays one, whatever the groups say: else nobody could mend it.
            log.RoleKept(person.Name, last.Message);
            return person;
        }
    }

    private async Task<PersonRow> AddAsync(OpenIdAccount account, CancellationToken cancellation)
    {
        var wish = Name(account);
        for (var number = 1; number <= TriedNames; number++)
        {
            // Somebody of that name is somebody else: names are chosen at the provider.
            var name = number == 1 ? wish : string.Create(CultureInfo.InvariantCulture, $"{wish}-{number}");
            if (await people.AddWithAccountAsync(people.New(name, account.EmailVerified ? account.Email?.ToLowerInvariant() : null, role: null), account, cancellation) is { } added)
            {
                return added;
            }
        }

        return await people.AddWithAccountAsync(people.New($"account-{Guid.NewGuid():N}", email: null, role: null), account, cancellation)
            ?? throw new InvalidOperationException("A name that was made at random is taken.");
    }

    private static string Name(OpenIdAccount account)
    {
        var text = new StringBuilder();
        foreach (var letter in (account.UserName ?? account.Email?.Split('@')[0] ?? account.Subject).ToLowerInvariant().Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterLower(letter) || (text.Length > 0 && (char.IsAsciiDigit(letter) || letter is '.' or '_' or '-')))
            {
                text.Append(letter);
            }
        }

        return text.Length == 0 ? "account" : text.ToString(0, Math.Min(text.Length, PersonOperations.LongestName - 4));
    }
}
