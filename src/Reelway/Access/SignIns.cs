using Reelway.Frame;

namespace Reelway.Access;

/// <summary>Judges names with passwords. What is answered tells nobody which names there are: the same words after the same time.</summary>
internal sealed class SignIns(PersonStore people, Passwords passwords, AccessOptions options, TimeProvider time)
{
    /// <summary>What is said of everything that is wrong with a name or a password.</summary>
    public const string Wrong = "The name or the password is wrong.";

    /// <summary>Wrong passwords for one name, from wherever, before it has to wait.</summary>
    public const int WrongPerName = 10;

    /// <summary>How long they are counted.</summary>
    public static readonly TimeSpan NameWindow = TimeSpan.FromMinutes(10);

    private readonly CountedWindows _wrong = new(time, NameWindow);

    /// <summary>How long a name has to wait until it is looked at again, whether or not anybody has it; null when it has not.</summary>
    public TimeSpan? Wait(string name) => _wrong.Look(KeyOf(name), WrongPerName) is { Left: <= 0 } used ? used.Reset : null;

    /// <summary>The person who signs in; null when the name or the password is wrong, or the person may not any more.</summary>
    public async Task<PersonRow?> FindAsync(string name, string password, string address, CancellationToken cancellation)
    {
        var person = IsName(name) ? await people.FindAsync(name, cancellation) : null;
        if (!passwords.Fits(person, password) || person is not { DisabledAt: null } || !(options.Passwords || person.Rescue))
        {
            _wrong.Take(KeyOf(name), WrongPerName);
            // By the name only where there is one: what is typed into the wrong field may be a password.
            await people.RecordAsync("somebody", "person.sign-in-refused", PersonRow.SubjectOf(person?.Name ?? "unknown"), $"From {address}.", cancellation);
            return null;
        }

        await people.RecordAsync(person.Name, "person.signed-in", person.Subject, $"From {address}.", cancellation);
        return person;
    }

    private static bool IsName(string name) => name.Length is > 0 and <= PersonOperations.LongestName && !name.Any(char.IsControl);

    private static string KeyOf(string name) => ShownText.Name(name.Trim().ToLowerInvariant());
}
