using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Reelway.Sandbox.Facebook;

/// <summary>One request to the Graph API: its parameters from query and body alike, and whose token it carries.</summary>
internal sealed class GraphCall(HttpContext http, IReadOnlyDictionary<string, string> parameters)
{
    private GraphToken? _token;

    public HttpContext Http { get; } = http;

    public IReadOnlyDictionary<string, string> Parameters { get; } = parameters;

    /// <summary>The token as sent; empty when there is none. The header counts when no parameter is there.</summary>
    public string TokenText { get; } = parameters.GetValueOrDefault("access_token") is { Length: > 0 } parameter
        ? parameter
        : FromHeader(http.Request.Headers.Authorization.ToString());

    /// <summary>The token, found good. Endpoints that need none must not ask for it.</summary>
    public GraphToken Token
    {
        get => _token ?? throw new InvalidOperationException("This endpoint takes calls without a token.");
        set => _token = value;
    }

    /// <summary>The file part with this name; null when it is missing.</summary>
    public IFormFile? File(string name) => Http.Request.HasFormContentType ? Http.Request.Form.Files.GetFile(name) : null;

    public string Route(string name) => (string)Http.GetRouteValue(name)!;

    public string? Find(string name) => Parameters.GetValueOrDefault(name);

    public string Need(string name) => Find(name) is { Length: > 0 } value
        ? value
        : throw new GraphException(GraphError.InvalidParameter($"The parameter {name} is required"));

    public long NeedNumber(string name)
        => long.TryParse(Need(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new GraphException(GraphError.InvalidParameter($"Param {name} must be a non-negative integer"));

    public bool? FindSwitch(string name) => Find(name) switch
    {
        null or "" => null,
        "true" or "1" => true,
        "false" or "0" => false,
        _ => throw new GraphException(GraphError.InvalidParameter($"Param {name} must be a boolean")),
    };

    /// <summary>Only the page's own token may write to it.</summary>
    public void RequirePublisher(SandboxPage page)
    {
        if (Token.Kind != TokenKind.Page)
        {
            throw new GraphException(new GraphError("(#210) A page access token is required to request this resource.", 210, Status: 403));
        }

        if (!Token.Granted.Contains("pages_manage_posts", StringComparer.Ordinal))
        {
            throw new GraphException(new GraphError("(#200) The permission(s) pages_manage_posts are not available.", 200, Status: 403));
        }

        if (Token.PageId != page.Id || !page.Tasks.Contains("CREATE_CONTENT", StringComparer.Ordinal))
        {
            throw new GraphException(new GraphError("(#200) Permissions error", 200, Status: 403));
        }
    }

    /// <summary>Users may read every page, a page itself alone, and an app none.</summary>
    public void RequireReader(SandboxPage page)
    {
        if (Token.Kind == TokenKind.App || (Token.Kind == TokenKind.Page && Token.PageId != page.Id))
        {
            throw new GraphException(new GraphError("(#200) Permissions error", 200, Status: 403));
        }
    }

    private static string FromHeader(string authorization)
    {
        var space = authorization.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && authorization[..space] is ("Bearer" or "OAuth") ? authorization[(space + 1)..].Trim() : "";
    }
}
