using System.Text.Json.Nodes;

namespace Reelway.Sandbox.Facebook;

/// <summary>Exchange and inspection of tokens.</summary>
internal sealed class TokenEndpoints(FacebookSandboxOptions options, GraphTokens tokens, LoginCodes codes, TimeProvider time)
{
    /// <summary>Swaps a user token that is still good for a long-lived one, or the code of a login for a short-lived one.</summary>
    public JsonObject Exchange(GraphCall call)
    {
        var isLogin = call.Find("code") is not null;
        if (!isLogin && call.Need("grant_type") != "fb_exchange_token")
        {
            throw new GraphException(GraphError.InvalidParameter("Invalid grant_type"));
        }

        if (call.Need("client_id") != options.AppId)
        {
            throw new GraphException(new GraphError("Error validating application. Cannot get application info due to a system error.", 101));
        }

        if (call.Need("client_secret") != options.AppSecret)
        {
            throw new GraphException(new GraphError("Error validating client secret.", 1));
        }

        var token = isLogin
            ? tokens.LogIn(codes.Redeem(call.Need("code"), call.Need("redirect_uri")))
            : tokens.Exchange(call.Need("fb_exchange_token"));
        return new JsonObject
        {
            ["access_token"] = token.Value,
            ["token_type"] = "bearer",
            ["expires_in"] = (long)(token.ExpiresAt!.Value - time.GetUtcNow()).TotalSeconds,
        };
    }

    /// <summary>Tells about a token; an app token or a user token may ask.</summary>
    public JsonObject Debug(GraphCall call)
    {
        if (call.Token.Kind == TokenKind.Page)
        {
            throw new GraphException(GraphError.InvalidParameter("You must provide an app access token, or a user access token that is an owner or developer of the app"));
        }

        var token = tokens.Find(call.Need("input_token"));
        var problem = token is null ? GraphError.InvalidToken("Invalid OAuth access token - Cannot parse access token") : tokens.Problem(token);
        var data = new JsonObject { ["app_id"] = options.AppId, ["is_valid"] = problem is null };
        if (token is not null)
        {
            Describe(token, data);
        }

        if (problem is not null)
        {
            data["error"] = new JsonObject { ["code"] = problem.Code, ["message"] = problem.Message };
            if (problem.Subcode is { } subcode)
            {
                data["error"]!["subcode"] = subcode;
            }
        }

        data["scopes"] = problem is null && token!.Kind != TokenKind.App ? new JsonArray([.. token.Granted.Select(scope => (JsonNode)scope)]) : new JsonArray();
        return new JsonObject { ["data"] = data };
    }

    private void Describe(GraphToken token, JsonObject data)
    {
        data["type"] = token.Kind.ToString().ToUpperInvariant();
        data["application"] = "Reelway sandbox";
        data["expires_at"] = token.ExpiresAt?.ToUnixTimeSeconds() ?? 0;
        data["issued_at"] = token.IssuedAt.ToUnixTimeSeconds();
        if (token.Kind != TokenKind.App)
        {
            data["user_id"] = options.UserId;
        }

        if (token.PageId is { } page)
        {
            data["profile_id"] = page;
        }
    }
}
