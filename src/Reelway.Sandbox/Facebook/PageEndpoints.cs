using System.Text.Json.Nodes;

namespace Reelway.Sandbox.Facebook;

/// <summary>The user, the list of pages with their tokens, one page, and the search for pages.</summary>
internal sealed class PageEndpoints(FacebookSandboxOptions options, FacebookWorld world, GraphTokens tokens)
{
    /// <summary>Fields of a page that are real but have no value in every case.</summary>
    private static readonly string[] Optional = ["access_token", "username", "picture", "instagram_business_account", "tasks"];

    public JsonObject Me(GraphCall call)
    {
        if (call.Token is { Kind: TokenKind.Page, PageId: { } page })
        {
            return Select(call, world.RequirePage(page), "id,name");
        }

        RequireUser(call);
        return GraphFields.Select(
            new JsonObject { ["id"] = options.UserId, ["name"] = "Sandbox Producer" }, call.Find("fields"), "id,name", "User");
    }

    /// <summary>Pages of the user. One that the user granted no token for comes without the key.</summary>
    public JsonObject Accounts(GraphCall call)
    {
        RequireUser(call);
        if (call.Http.Request.RouteValues.TryGetValue("node", out var node) && (string?)node != options.UserId)
        {
            throw new GraphException(GraphError.NotFound((string)node!));
        }

        return GraphPaging.Cut(
            call, [.. world.Pages.Where(_ => call.Token.Granted.Contains("pages_show_list")).Select(page => Select(call, page, "access_token,category,category_list,name,id,tasks"))]);
    }

    public JsonObject Page(GraphCall call, SandboxPage page) => Select(call, page, "id,name");

    /// <summary>Pages whose name or vanity name contains the words.</summary>
    public JsonObject Search(GraphCall call)
    {
        var words = call.Need("q");
        return GraphPaging.Cut(call, [.. world.Pages
            .Where(page => page.Name.Contains(words, StringComparison.OrdinalIgnoreCase)
                || page.Username?.Contains(words, StringComparison.OrdinalIgnoreCase) == true)
            .Select(page => Select(call, page, "id,name"))]);
    }

    private static void RequireUser(GraphCall call)
    {
        if (call.Token.Kind != TokenKind.User)
        {
            throw new GraphException(new GraphError(
                "An active access token must be used to query information about the current user.", 2500));
        }
    }

    private JsonObject Select(GraphCall call, SandboxPage page, string defaults)
    {
        var node = new JsonObject
        {
            ["id"] = page.Id,
            ["name"] = page.Name,
            ["link"] = $"https://www.facebook.com/{page.Username ?? page.Id}",
            ["category"] = page.Category,
            ["category_list"] = new JsonArray(new JsonObject { ["id"] = "163003840417682", ["name"] = page.Category }),
        };
        if (page.Username is { } username)
        {
            node["username"] = username;
        }

        if (call.Token.Kind == TokenKind.User)
        {
            node["tasks"] = new JsonArray([.. page.Tasks.Select(task => (JsonNode)task)]);
            if (tokens.ForPage(page, call.Token) is { } token)
            {
                node["access_token"] = token.Value;
            }
        }

        return GraphFields.Select(node, call.Find("fields"), defaults, "Page", Optional);
    }
}
