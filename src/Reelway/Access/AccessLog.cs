namespace Reelway.Access;

/// <summary>Log messages of access: events 8100 to 8199, and two of the web server's.</summary>
internal static partial class AccessLog
{
    [LoggerMessage(8001, LogLevel.Warning, "A wrong key was presented from {Address}")]
    public static partial void WrongKey(this ILogger logger, string address);

    [LoggerMessage(8003, LogLevel.Warning, "{Count} more wrong keys were presented within a minute, from {Addresses} addresses ({Address})")]
    public static partial void MoreWrongKeys(this ILogger logger, long count, int addresses, string address);

    [LoggerMessage(8100, LogLevel.Warning, "Requests that go on for long could not be looked at, so one whose key has ended may go on: {Reason}")]
    public static partial void OpenRequestsNotSeen(this ILogger logger, string reason);

    [LoggerMessage(8101, LogLevel.Warning, "The provider of OpenID Connect could not be asked, so nobody can sign in by it now: {Reason}")]
    public static partial void ProviderDown(this ILogger logger, string reason);

    [LoggerMessage(8102, LogLevel.Warning, "A sign-in by OpenID Connect came to nothing: {Reason}")]
    public static partial void SignInFailed(this ILogger logger, string reason);

    [LoggerMessage(8103, LogLevel.Warning, "The groups of {Person} give another role, and it was not changed: {Reason}")]
    public static partial void RoleKept(this ILogger logger, string person, string reason);
}
