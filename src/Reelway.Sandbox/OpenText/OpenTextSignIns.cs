using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Reelway.Sandbox.OpenText;

/// <summary>Tokens, tickets and sessions: who has signed in, and until when.</summary>
internal sealed class OpenTextSignIns(OpenTextSandboxOptions options, Func<OpenTextSettings> settings, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SignIn> _tokens = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SignIn> _tickets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Session> _sessions = new(StringComparer.Ordinal);
    private int _number;

    /// <summary>Tokens and sessions given out so far.</summary>
    public int Issued { get; private set; }

    /// <summary>OTDS's token endpoint; null when it refuses.</summary>
    public JsonObject? GrantAtOtds(IFormCollection form)
        => form["grant_type"] == "client_credentials" && IsClient(form)
            ? new JsonObject { ["access_token"] = Token(options.ClientId), ["token_type"] = "Bearer", ["expires_in"] = settings().TokenSeconds }
            : null;

    /// <summary>The media management's own token endpoint; null when it refuses.</summary>
    public JsonObject? GrantAtMedia(IFormCollection form)
        => form["grant_type"] == "password" && IsClient(form) && IsUser(form["username"], form["password"])
            ? new JsonObject { ["token_info"] = new JsonObject { ["oauth_token"] = new JsonObject { ["accessToken"] = Token(options.Username), ["refreshToken"] = "none", ["expiresIn"] = settings().TokenSeconds } } }
            : null;

    /// <summary>OTDS's ticket for a user; null when it refuses.</summary>
    public JsonObject? Ticket(string? user, string? password) => IsUser(user, password) ? new JsonObject { ["ticket"] = NewTicket() } : null;

    /// <summary>Another ticket for a resource; null when the first is not known.</summary>
    public JsonObject? TicketForResource(string? ticket, string? resource)
    {
        lock (_lock)
        {
            return ticket is not null && _tickets.ContainsKey(ticket) && !string.IsNullOrEmpty(resource) ? new JsonObject { ["ticket"] = NewTicket() } : null;
        }
    }

    /// <summary>Opens a session; its cookie goes with the answer. Null when it is refused.</summary>
    public JsonObject? OpenSession(string? user, string? password, HttpResponse response) => IsUser(user, password) ? NewSession(response) : null;

    /// <summary>Opens a session with a ticket.</summary>
    public JsonObject? OpenSession(string ticket, HttpResponse response)
    {
        lock (_lock)
        {
            return _tickets.ContainsKey(ticket) ? NewSession(response) : null;
        }
    }

    /// <summary>Who makes a request.</summary>
    /// <exception cref="OpenTextException">Nobody that is known, or a write of a session without its guard.</exception>
    public string Who(HttpRequest request)
    {
        lock (_lock)
        {
            if (Bearer(request) is { } token && !token.StartsWith("otmmToken ", StringComparison.Ordinal))
            {
                return _tokens.TryGetValue(token, out var known) && time.GetUtcNow() < known.Until ? known.User : throw OpenTextException.Unauthorized();
            }

            var session = SessionOf(request) ?? throw (settings().SessionsDieWith500
                ? new OpenTextException(StatusCodes.Status500InternalServerError, "", "The user session has expired. Sign in again.")
                : OpenTextException.Unauthorized());
            if (request.Method != "GET" && request.Headers["X-Requested-By"] != session.Id)
            {
                throw new OpenTextException(StatusCodes.Status403Forbidden, "CSRF", "The request has no valid X-Requested-By header.");
            }

            session.LastUsed = time.GetUtcNow();
            return options.Username;
        }
    }

    /// <summary>Makes the token or session of a request useless from now on.</summary>
    public void Expire(HttpRequest request)
    {
        lock (_lock)
        {
            if (Bearer(request) is { } token)
            {
                _tokens.Remove(token);
            }

            if (SessionOf(request) is { } session)
            {
                _sessions.Remove(session.Id);
            }
        }
    }

    /// <summary>Ends all of them.</summary>
    public void ExpireAll()
    {
        lock (_lock)
        {
            _tokens.Clear();
            _sessions.Clear();
        }
    }

    public void Reset()
    {
        lock (_lock)
        {
            _tokens.Clear();
            _tickets.Clear();
            _sessions.Clear();
            (_number, Issued) = (0, 0);
        }
    }

    private Session? SessionOf(HttpRequest request)
    {
        var digest = request.Headers["otmmauthtoken"].ToString() is { Length: > 0 } header ? header
            : Bearer(request) is { } bearer && bearer.StartsWith("otmmToken ", StringComparison.Ordinal) ? bearer["otmmToken ".Length..] : null;
        var cookie = request.Cookies["JSESSIONID"];
        var ticket = request.Headers["OTDSToken"].ToString();
        var idle = TimeSpan.FromSeconds(settings().SessionIdleSeconds);
        return _sessions.Values.FirstOrDefault(session => time.GetUtcNow() - session.LastUsed <= idle
            && (session.Cookie == cookie || session.Digest == digest || (_tickets.ContainsKey(ticket) && session.Id == request.Headers["X-Requested-By"])));
    }

    private JsonObject NewSession(HttpResponse response)
    {
        lock (_lock)
        {
            var number = ++_number;
            Issued++;
            var session = new Session((471_540_000 + number).ToString(CultureInfo.InvariantCulture), $"sandbox-cookie-{number}", $"{number:x8}{"sandboxdigest0123456789abcdef0123"}") { LastUsed = time.GetUtcNow() };
            _sessions.Add(session.Id, session);
            response.Headers.SetCookie = $"JSESSIONID={session.Cookie}; Path=/; HttpOnly";
            return new JsonObject
            {
                ["session_resource"] = new JsonObject
                {
                    ["session"] = new JsonObject
                    {
                        ["id"] = 471_540_000 + number,
                        ["message_digest"] = session.Digest,
                        ["login_name"] = options.Username,
                        ["user_id"] = "1001",
                        ["user_full_name"] = "Service, DAM",
                        ["role_name"] = "Administrator",
                        ["domain_name"] = "OTMM",
                        ["local_session"] = false,
                    },
                },
            };
        }
    }

    private string Token(string user)
    {
        lock (_lock)
        {
            var token = $"sandbox-otds-token-{++_number}";
            Issued++;
            _tokens[token] = new SignIn(user, time.GetUtcNow() + TimeSpan.FromSeconds(settings().TokenSeconds));
            return token;
        }
    }

    private string NewTicket()
    {
        lock (_lock)
        {
            var ticket = $"*OTDSSSO*sandbox-ticket-{++_number}";
            _tickets[ticket] = new SignIn(options.Username, DateTimeOffset.MaxValue);
            return ticket;
        }
    }

    private bool IsClient(IFormCollection form) => form["client_id"] == options.ClientId && form["client_secret"] == options.ClientSecret;

    private bool IsUser(string? user, string? password) => user == options.Username && password == options.Password;

    private static string? Bearer(HttpRequest request)
        => request.Headers.Authorization.ToString() is var header && header.StartsWith("Bearer ", StringComparison.Ordinal) ? header["Bearer ".Length..] : null;

    private sealed record SignIn(string User, DateTimeOffset Until);

    private sealed record Session(string Id, string Cookie, string Digest)
    {
        public DateTimeOffset LastUsed { get; set; }
    }
}
