using Microsoft.AspNetCore.Identity;
using Reelway.Frame.Web;

namespace Reelway.Access;

/// <summary>Passwords, hashed by the framework's hasher (PBKDF2). A name that nobody has takes as long as a wrong password.</summary>
internal sealed class Passwords(IPasswordHasher<PersonRow> hasher)
{
    public const int Shortest = 12;
    public const int Longest = 200;

    // Of a password that nobody knows: what is compared with where there is nobody.
    private readonly Lazy<string> _nobodys = new(() => hasher.HashPassword(null!, Guid.NewGuid().ToString("N")));

    public string Hash(string password) => hasher.HashPassword(null!, password);

    /// <summary>True when the password is this person's.</summary>
    /// <param name="person">Null, or somebody without password: then it is false, after as long a time.</param>
    public bool Fits(PersonRow? person, string password)
    {
        var hash = person?.Password;
        var result = hasher.VerifyHashedPassword(person!, hash ?? _nobodys.Value, password.Length <= Longest ? password : "");
        return hash is not null && result != PasswordVerificationResult.Failed;
    }

    /// <summary>Reads a password that somebody chooses.</summary>
    public static string Read(RequestText request, string pointer, string? password, string? name)
    {
        if (password is null || password.Length < Shortest || password.Length > Longest)
        {
            request.Refuse(pointer, "password-length", $"Must have {Shortest} to {Longest} characters; a few words that do not belong together are good.");
        }
        else if (name is not null && password.Contains(name, StringComparison.OrdinalIgnoreCase))
        {
            request.Refuse(pointer, "password-name", "Must not contain the name.");
        }
        else if (password.Distinct().Count() < 5)
        {
            request.Refuse(pointer, "password-weak", "Must have more than a few different characters.");
        }

        return password ?? "";
    }
}
