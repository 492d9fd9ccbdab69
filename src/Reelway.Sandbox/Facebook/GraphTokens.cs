using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Reelway.Sandbox.Facebook;

/// <summary>Issues tokens and says whether one is good.</summary>
internal sealed class GraphTokens
{
    /// <summary>The vendor names one to two hours.</summary>
    private static readonly TimeSpan ShortLife = TimeSpan.FromHours(2);

    /// <summary>The vendor names about 60 days and may change it.</summary>
    private static readonly TimeSpan LongLife = TimeSpan.FromDays(60);

    private const int ExpiredSubcode = 463;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, GraphToken> _tokens = new(StringComparer.Ordinal);
    private readonly FacebookSandboxOptions _options;
    private readonly TimeProvider _time;

    public GraphTokens(FacebookSandboxOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        Reset();
    }

    public string AppToken => $"{_options.AppId}|{_options.AppSecret}";

    public void Reset()
    {
        lock (_lock)
        {
            var now = _time.GetUtcNow();
            _tokens.Clear();
            Keep(new GraphToken(AppToken, TokenKind.App, now));
            Keep(new GraphToken(_options.ShortUserToken, TokenKind.User, now, ExpiresAt: now + ShortLife));
            Keep(new GraphToken(_options.UserToken, TokenKind.User, now, LongLived: true, ExpiresAt: now + LongLife));
            foreach (var page in _options.Pages.Where(page => page.Token is not null))
            {
                Keep(new GraphToken(page.Token!, TokenKind.Page, now, page.Id, Parent: _options.UserToken));
            }
        }
    }

    /// <summary>The good token with this text.</summary>
    /// <exception cref="GraphException">It is unknown, expired or invalidated.</exception>
    public GraphToken Require(string text)
    {
        if (Find(text) is not { } token)
        {
            throw new GraphException(GraphError.InvalidToken(text.Length == 0
                ? "An access token is required to request this resource."
                : "Invalid OAuth access token - Cannot parse access token"));
        }

        return Problem(token) is { } problem ? throw new GraphException(problem) : token;
    }

    public GraphToken? Find(string text)
    {
        lock (_lock)
        {
            return _tokens.GetValueOrDefault(text);
        }
    }

    /// <summary>Why the token is refused; null when it is good.</summary>
    public GraphError? Problem(GraphToken token)
    {
        return (token.Refusal ?? InheritedRefusal(token)) switch
        {
            null when token.ExpiresAt is { } end && end <= _time.GetUtcNow() => Expired(end),
            null => null,
            ExpiredSubcode => Expired(token.ExpiresAt ?? _time.GetUtcNow()),
            458 => GraphError.InvalidToken("Error validating access token: The user has not authorized application " + _options.AppId + ".", 458),
            460 => GraphError.InvalidToken("Error validating access token: The session has been invalidated because the user changed their password.", 460),
            var subcode => GraphError.InvalidToken("Error validating access token: The session is invalid.", subcode),
        };
    }

    /// <summary>Makes the token useless from now on.</summary>
    /// <param name="subcode">Sub-code of 190: 463 expired, 467 invalidated, 460 password changed, and so on.</param>
    public bool Refuse(string text, int subcode)
    {
        lock (_lock)
        {
            if (!_tokens.TryGetValue(text, out var token))
            {
                return false;
            }

            _tokens[text] = token with { Refusal = subcode };
            return true;
        }
    }

    /// <summary>Exchanges a good user token for a fresh long-lived one.</summary>
    public GraphToken Exchange(string userToken)
    {
        var user = Require(userToken);
        if (user.Kind != TokenKind.User)
        {
            throw new GraphException(GraphError.InvalidParameter("fb_exchange_token must be a user access token"));
        }

        var now = _time.GetUtcNow();
        return Issue(new GraphToken(NewText(), TokenKind.User, now, LongLived: true, ExpiresAt: now + LongLife, Scopes: user.Scopes));
    }

    /// <summary>A user token as after a new login; for tests and people who have to reconnect.</summary>
    /// <param name="scopes">What the user has granted; null: all that there is.</param>
    public GraphToken LogIn(IReadOnlyList<string>? scopes = null)
    {
        var now = _time.GetUtcNow();
        return Issue(new GraphToken(NewText(), TokenKind.User, now, ExpiresAt: now + ShortLife, Scopes: scopes));
    }

    /// <summary>
    /// The page's token under this user token: one without an end under a long-lived one, otherwise one that ends with it.
    /// A token that was expired or invalidated is not handed out again; a new one is.
    /// </summary>
    public GraphToken? ForPage(SandboxPage page, GraphToken user)
    {
        if (page.Token is null)
        {
            return null;
        }

        lock (_lock)
        {
            var known = _tokens.Values.FirstOrDefault(token =>
                token.PageId == page.Id && token.Refusal is null && (user.LongLived ? token.ExpiresAt is null : token.Parent == user.Value)
                && token.Granted.ToHashSet().SetEquals(user.Granted) && Problem(token) is null);
            return known ?? Keep(new GraphToken(
                NewText(), TokenKind.Page, _time.GetUtcNow(), page.Id, Parent: user.Value, ExpiresAt: user.LongLived ? null : user.ExpiresAt,
                Scopes: user.Scopes));
        }
    }

    /// <summary>Checks the proof of a call; app tokens need none because they contain the secret.</summary>
    public void CheckProof(GraphToken token, string? proof, bool required)
    {
        if (token.Kind == TokenKind.App)
        {
            return;
        }

        if (string.IsNullOrEmpty(proof))
        {
            if (required)
            {
                throw new GraphException(new GraphError(
                    "API calls from the server require an appsecret_proof argument", 100, Type: "GraphMethodException"));
            }

            return;
        }

        var expected = Convert.ToHexStringLower(
            HMACSHA256.HashData(Encoding.UTF8.GetBytes(_options.AppSecret), Encoding.UTF8.GetBytes(token.Value)));
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(expected), Encoding.UTF8.GetBytes(proof)))
        {
            throw new GraphException(new GraphError(
                "Invalid appsecret_proof provided in the API argument", 100, Type: "GraphMethodException"));
        }
    }

    /// <summary>A page token falls with its user token, except that one without an end outlives the user token's time.</summary>
    private int? InheritedRefusal(GraphToken token)
        => token.Parent is { } parent && Find(parent)?.Refusal is { } refusal && (refusal != ExpiredSubcode || token.ExpiresAt is not null)
            ? refusal
            : null;

    private static string NewText() => "EAAS" + RandomNumberGenerator.GetHexString(40, lowercase: true);

    private GraphError Expired(DateTimeOffset end) => GraphError.InvalidToken(
        string.Create(CultureInfo.InvariantCulture,
            $"Error validating access token: Session has expired on {end.UtcDateTime:R}. The current time is {_time.GetUtcNow().UtcDateTime:R}."),
        ExpiredSubcode);

    private GraphToken Issue(GraphToken token)
    {
        lock (_lock)
        {
            return Keep(token);
        }
    }

    private GraphToken Keep(GraphToken token) => _tokens[token.Value] = token;
}
