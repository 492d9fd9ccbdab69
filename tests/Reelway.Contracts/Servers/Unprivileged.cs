namespace Reelway.Contracts.Servers;

/// <summary>PostgreSQL refuses to run as root, and no server of a test needs to: as root they are started as nobody.</summary>
internal static class Unprivileged
{
    /// <summary>User and group of nobody, the same number on every Linux.</summary>
    private const string Nobody = "65534";

    public static bool IsNeeded { get; } = Environment.IsPrivilegedProcess;

    /// <summary>What chown is told.</summary>
    public static string Owner => $"{Nobody}:{Nobody}";

    /// <summary>What setpriv is told.</summary>
    public static IEnumerable<string> Options => IsNeeded ? ["--reuid", Nobody, "--regid", Nobody, "--clear-groups"] : [];
}
