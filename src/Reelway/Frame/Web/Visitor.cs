using System.Security.Claims;

namespace Reelway.Frame.Web;

/// <summary>Who asks, as far as pages and operations have to know; how somebody is recognised is the business of <c>Access/</c>.</summary>
internal static class Visitor
{
    /// <summary>Where somebody who is not signed in is led.</summary>
    public const string SignInPath = "/sign-in";

    /// <summary>Where the form is sent that ends a session.</summary>
    public const string SignOutPath = "/session/end";

    /// <summary>Names the address to go on at.</summary>
    public const string ReturnTo = "returnTo";

    /// <summary>Who has shown the token of this process, and so is the user that it runs as.</summary>
    public const string OwnerRole = "owner";

    /// <summary>How a browser is known that has signed in.</summary>
    public const string SessionScheme = "session";

    /// <summary>The role that somebody has here; nothing is allowed beyond it.</summary>
    public const string RoleClaim = "reelway.role";

    /// <summary>A right of a key. A key that has some has no others.</summary>
    public const string RightClaim = "reelway.right";

    /// <summary>True for a browser that has signed in, and so may sign out.</summary>
    public static bool HasSession(ClaimsPrincipal user) => user.Identity is { IsAuthenticated: true, AuthenticationType: SessionScheme };

    /// <summary>Who asks, for the audit log.</summary>
    public static string ActorOf(HttpContext http) => http.User.Identity?.Name ?? "somebody";
}
