using System.Text;

namespace Reelway.Sandbox.Smtp;

/// <summary>AUTH PLAIN and AUTH LOGIN (RFC 4954).</summary>
internal sealed class SmtpLogin(SmtpSandboxOptions options, Func<SmtpReply, Task<string?>> askAsync)
{
    private static readonly SmtpReply Malformed = new(501, "5.5.2 The answer must be base64.");

    /// <summary>Asks for what is missing and says how it went; 235 is success. Null when the connection ended.</summary>
    public async Task<SmtpReply?> RunAsync(string argument)
    {
        var words = argument.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words switch
        {
            [var mechanism, .. var rest] when mechanism.Equals("PLAIN", StringComparison.OrdinalIgnoreCase)
                => await PlainAsync(rest.FirstOrDefault()),
            [var mechanism, .. var rest] when mechanism.Equals("LOGIN", StringComparison.OrdinalIgnoreCase)
                => await LoginAsync(rest.FirstOrDefault()),
            _ => new SmtpReply(504, "5.5.4 Use AUTH PLAIN or AUTH LOGIN."),
        };
    }

    private async Task<SmtpReply?> PlainAsync(string? initial)
    {
        var answer = initial ?? await askAsync(new SmtpReply(334, ""));
        if (answer is null)
        {
            return null;
        }

        return Decode(answer)?.Split('\0') is [_, var user, var password] ? Check(user, password) : Malformed;
    }

    private async Task<SmtpReply?> LoginAsync(string? initial)
    {
        var user = initial ?? await askAsync(new SmtpReply(334, "VXNlcm5hbWU6"));
        if (user is null || Decode(user) is not { } name)
        {
            return user is null ? null : Malformed;
        }

        var answer = await askAsync(new SmtpReply(334, "UGFzc3dvcmQ6"));
        if (answer is null)
        {
            return null;
        }

        return Decode(answer) is { } password ? Check(name, password) : Malformed;
    }

    private SmtpReply Check(string user, string password)
        => options.UserName is null || (user == options.UserName && password == options.Password)
            ? new SmtpReply(235, "2.7.0 Logged in.")
            : new SmtpReply(535, "5.7.8 The user name or the password is wrong.");

    private static string? Decode(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
