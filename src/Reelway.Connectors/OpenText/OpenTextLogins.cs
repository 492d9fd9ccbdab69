using System.Text;
using System.Text.Json;

namespace Reelway.Connectors.OpenText;

/// <summary>The sign-in of a connection: made when first needed, before it ends, and once more when it is refused; by one call at a time.</summary>
internal sealed class OpenTextLogins(OpenTextOptions options, HttpCalls calls, OpenTextFaults faults, Redactor redactor, TimeProvider clock) : IDisposable
{
    private const string TokenPath = "/otdsws/oauth2/token";

    // A token that ends while a call is under way costs that call. At most half of its life is left unused.
    private const long MarginSeconds = 30;

    private readonly SemaphoreSlim _signingIn = new(1);
    private volatile OpenTextLogin? _login;

    /// <summary>A sign-in that is good as far as its lifetime tells.</summary>
    public async Task<OpenTextLogin> GetAsync(CancellationToken cancellation)
        => _login is { } login && IsGood(login) ? login : await SignInAsync(refused: null, cancellation);

    /// <summary>Another one than the refused one.</summary>
    public Task<OpenTextLogin> ReplaceAsync(OpenTextLogin refused, CancellationToken cancellation) => SignInAsync(refused, cancellation);

    public void Dispose() => _signingIn.Dispose();

    private bool IsGood(OpenTextLogin login) => login.Until is not { } until || clock.GetUtcNow() < until;

    private async Task<OpenTextLogin> SignInAsync(OpenTextLogin? refused, CancellationToken cancellation)
    {
        await _signingIn.WaitAsync(cancellation);
        try
        {
            // Another call may have signed in while this one waited.
            if (_login is { } known && !ReferenceEquals(known, refused) && IsGood(known))
            {
                return known;
            }

            return _login = options.SignIn switch
            {
                OpenTextSignIn.Otds => await TokenAsync(OtdsToken, [("grant_type", "client_credentials"), .. Client], cancellation),
                OpenTextSignIn.Oauth => await TokenAsync(
                    $"{options.Api}/sessions/oauth2/token", [("grant_type", "password"), .. User("username"), .. Client], cancellation),
                OpenTextSignIn.Session => await SessionAsync(
                    () => new HttpRequestMessage(HttpMethod.Post, $"{options.Api}/sessions") { Content = Form(User("username")) }, ticket: null, cancellation),
                _ => await TicketAsync(cancellation),
            };
        }
        finally
        {
            _signingIn.Release();
        }
    }

    private (string Name, string Value)[] Client => [("client_id", options.ClientId!), ("client_secret", options.ClientSecret!)];

    private string OtdsToken => options.AuthUrl!.AbsolutePath.EndsWith("/token", StringComparison.OrdinalIgnoreCase) ? options.AuthUrl.AbsoluteUri : Otds + TokenPath;

    /// <summary>The address of OTDS itself, whatever of its token endpoint is configured.</summary>
    private string Otds => options.AuthUrl!.AbsoluteUri is var url && url.IndexOf("/otdsws", StringComparison.OrdinalIgnoreCase) is >= 0 and var at ? url[..at] : url.TrimEnd('/');

    private (string Name, string Value)[] User(string name) => [(name, options.Username!), ("password", options.Password!)];

    private async Task<OpenTextLogin> TokenAsync(string url, (string Name, string Value)[] form, CancellationToken cancellation)
    {
        var answer = await SendAsync(() => new HttpRequestMessage(HttpMethod.Post, url) { Content = Form(form) }, cancellation);
        var body = Read(answer);
        // The media management nests its token, OTDS does not.
        var nested = body.Member("token_info").Member("oauth_token");
        var token = body.Text("access_token") ?? nested.Text("accessToken") ?? nested.Text("access_token") ?? throw faults.Malformed(answer, "the answer has no token");
        redactor.Add(token);
        var lifetime = body.Whole("expires_in") ?? nested.Whole("expires_in") ?? nested.Whole("expiresIn");
        return new OpenTextLogin([("Authorization", $"Bearer {token}")], lifetime is { } seconds ? clock.GetUtcNow() + TimeSpan.FromSeconds(seconds - Math.Min(MarginSeconds, seconds / 2)) : null);
    }

    private async Task<OpenTextLogin> SessionAsync(Func<HttpRequestMessage> request, string? ticket, CancellationToken cancellation)
    {
        var answer = await SendAsync(request, cancellation);
        var session = Read(answer).Member("session_resource").Member("session");
        // A number in the answer, a text in the header.
        var id = session.Text("id") ?? throw faults.Malformed(answer, "the answer has no session");
        var digest = session.Text("message_digest");
        var cookie = CookieIn(answer);
        redactor.Add(digest);
        redactor.Add(cookie);
        (string Name, string Value) proof = ticket is not null ? ("OTDSToken", ticket)
            : cookie is not null ? ("Cookie", $"JSESSIONID={cookie}")
            : ("otmmauthtoken", digest ?? throw faults.Malformed(answer, "the answer has neither a cookie nor a digest"));
        return new OpenTextLogin([("X-Requested-By", id), proof, .. ticket is not null && cookie is not null ? [("Cookie", $"JSESSIONID={cookie}")] : Array.Empty<(string, string)>()], null);
    }

    private async Task<OpenTextLogin> TicketAsync(CancellationToken cancellation)
    {
        var rest = $"{Otds}/otdsws/rest/authentication";
        var ticket = await TicketFromAsync($"{rest}/credentials", new() { ["userName"] = options.Username!, ["password"] = options.Password! }, cancellation);
        if (options.ResourceId is { Length: > 0 } resource)
        {
            ticket = await TicketFromAsync($"{rest}/resource/ticketforresource", new() { ["resourceId"] = resource, ["ticket"] = ticket }, cancellation);
        }

        return await SessionAsync(
            () => new HttpRequestMessage(HttpMethod.Get, $"{options.Api}/sessions") { Headers = { { "OTDSToken", ticket } } }, ticket, cancellation);
    }

    private async Task<string> TicketFromAsync(string url, Dictionary<string, string> body, CancellationToken cancellation)
    {
        var json = JsonSerializer.Serialize(body, OpenTextJson.Default.DictionaryStringString);
        var answer = await SendAsync(() => new HttpRequestMessage(HttpMethod.Post, url) { Content = new StringContent(json, Encoding.UTF8, "application/json") }, cancellation);
        var ticket = Read(answer).Text("ticket") ?? throw faults.Malformed(answer, "the answer has no ticket");
        redactor.Add(ticket);
        return ticket;
    }

    // Another sign-in does no harm: to the pipeline this is a read.
    private Task<HttpAnswer> SendAsync(Func<HttpRequestMessage> request, CancellationToken cancellation)
        => calls.SendAsync(
            new HttpCall($"sign in as {options.Account}", () => Dressed(request()), options.CallLimit, CallEffect.None) { NeedsLogin = false }, cancellation);

    private HttpRequestMessage Dressed(HttpRequestMessage request)
    {
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("X-OTMM-Locale", options.Locale);
        return request;
    }

    private JsonElement Read(HttpAnswer answer)
    {
        try
        {
            return JsonDocument.Parse(answer.Body).RootElement;
        }
        catch (JsonException)
        {
            throw faults.Malformed(answer);
        }
    }

    private static FormUrlEncodedContent Form(IEnumerable<(string Name, string Value)> fields)
        => new(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));

    private static string? CookieIn(HttpAnswer answer)
        => !answer.Headers.TryGetValues("Set-Cookie", out var cookies) ? null
            : cookies.Select(cookie => cookie.Split(';')[0].Split('=', 2)).FirstOrDefault(pair => pair is ["JSESSIONID", { Length: > 0 }])?[1];
}
