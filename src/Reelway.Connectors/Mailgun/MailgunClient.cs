using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Reelway.Connectors.Mailgun;

/// <summary>HTTP calls of Mailgun's API, version 3, and their answers as records; nothing else.</summary>
internal sealed class MailgunClient
{
    private readonly MailgunOptions _options;
    private readonly MailgunFaults _faults;
    private readonly HttpCalls _calls;
    private readonly AuthenticationHeaderValue _login;

    public MailgunClient(MailgunOptions options, ConnectorHttp http, Redactor redactor)
    {
        _options = options;
        _faults = new MailgunFaults(options, redactor);
        _calls = http.For(new HttpCallRules(MailgunConnector.Name, redactor, _faults.Of) { Connection = options.Connection });
        var login = Convert.ToBase64String(Encoding.UTF8.GetBytes($"api:{options.ApiKey}"));
        redactor.Add(login);
        _login = new AuthenticationHeaderValue("Basic", login);
    }

    /// <summary>Hands in a message; what comes back is its id at Mailgun.</summary>
    public async Task<string> PostMessageAsync(string what, IReadOnlyList<(string Name, string Value)> fields, CancellationToken cancellation)
    {
        var call = Call(what, CallEffect.Once, () => new HttpRequestMessage(HttpMethod.Post, Url("messages")) { Content = Form(fields) });
        var answer = await _calls.SendAsync(call, cancellation);
        return Read(answer, MailgunJson.Default.QueuedReply).Id is { Length: > 0 } id ? id : throw _faults.Malformed(answer);
    }

    /// <summary>What happened since then to mails to an address, oldest first.</summary>
    /// <remarks>Mailgun calls this interface deprecated and serves it; its events last three days at least.</remarks>
    public async Task<IReadOnlyList<MailgunEvent>> FindEventsAsync(string what, string recipient, DateTimeOffset since, CancellationToken cancellation)
    {
        var query = $"events?ascending=yes&limit=300&begin={since.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}&recipient={Uri.EscapeDataString(recipient)}";
        var answer = await _calls.SendAsync(Call(what, CallEffect.None, () => new HttpRequestMessage(HttpMethod.Get, Url(query))), cancellation);
        return Read(answer, MailgunJson.Default.EventsReply).Items ?? throw _faults.Malformed(answer);
    }

    private HttpCall Call(string what, CallEffect effect, Func<HttpRequestMessage> request) => new(
        what,
        () =>
        {
            var made = request();
            made.Headers.Authorization = _login;
            return made;
        },
        _options.CallTimeout, effect);

    private T Read<T>(HttpAnswer answer, JsonTypeInfo<T> shape)
    {
        try
        {
            return JsonSerializer.Deserialize(answer.Body.Span, shape) ?? throw _faults.Malformed(answer);
        }
        catch (JsonException)
        {
            throw _faults.Malformed(answer);
        }
    }

    private Uri Url(string path) => new($"{_options.Address.AbsoluteUri.TrimEnd('/')}/v3/{_options.Domain}/{path}");

    private static MultipartFormDataContent Form(IReadOnlyList<(string Name, string Value)> fields)
    {
        var form = new MultipartFormDataContent();
        foreach (var (name, value) in fields)
        {
            var part = new StringContent(value, Encoding.UTF8);
            // A field with a type of its own is taken for a file by some parsers.
            part.Headers.ContentType = null;
            form.Add(part, $"\"{name}\"");
        }

        return form;
    }
}
