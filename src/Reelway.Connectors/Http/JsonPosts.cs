using System.Net.Http.Headers;
using System.Text;

namespace Reelway.Connectors;

/// <summary>Sends JSON to addresses of the configuration that are no connection, through the pipeline of all connections.</summary>
public sealed class JsonPosts(ConnectorHttp http)
{
    // Nothing in the answer is of use but the beginning of a refusal.
    private const int MaxAnswerBytes = 64 * 1024;

    /// <summary>Sends it once; returns when the other side has taken it (2xx).</summary>
    /// <exception cref="ConnectorException">
    /// It was not taken, classified by the answer's code; with <see cref="ConnectorException.OutcomeUnknown"/> it may have been.
    /// </exception>
    public async Task SendAsync(JsonPost post, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(post);
        var redactor = new Redactor([.. post.Headers.Values, .. post.Secrets]);
        var rules = new HttpCallRules(post.System, redactor, answer => FaultOf(post, answer, redactor)) { MaxAnswerBytes = MaxAnswerBytes };
        var call = new HttpCall(post.What, () => Request(post), post.Timeout, CallEffect.Repeatable);
        await http.For(rules).SendAsync(call, cancellation);
    }

    private static HttpRequestMessage Request(JsonPost post)
    {
        // Of known length: some receivers refuse chunks.
        var body = new ByteArrayContent(Encoding.UTF8.GetBytes(post.Body));
        body.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        var request = new HttpRequestMessage(post.Method, post.Address) { Content = body };
        request.Headers.TryAddWithoutValidation("User-Agent", "Reelway");
        foreach (var (name, value) in post.Headers)
        {
            if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
            {
                body.Headers.Remove(name);
                body.Headers.TryAddWithoutValidation(name, value);
            }
            else
            {
                request.Headers.Remove(name);
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return request;
    }

    private static ConnectorException? FaultOf(JsonPost post, HttpAnswer answer, Redactor redactor)
    {
        if (HttpFaults.FromStatus(post.System, answer, redactor) is not { } bare)
        {
            return null;
        }

        // What is wrong is no connection's setting.
        var advice = bare.Kind switch
        {
            CallFault.Auth => $"check the credentials in {post.Setting}",
            CallFault.Permanent => $"check {post.Setting}; what it answers says what it does not like",
            CallFault.RateLimited => "it is tried again after the wait",
            _ => "it is tried again",
        };
        return new ConnectorException(post.System, bare.Kind, redactor.Clean($"{HttpFaults.What(answer, redactor)}; {advice}"))
        {
            RetryAfter = bare.RetryAfter,
            OutcomeUnknown = bare.OutcomeUnknown,
            RemoteCode = bare.RemoteCode,
            IsDenied = bare.IsDenied,
        };
    }
}

/// <summary>One text of JSON and where it goes.</summary>
/// <param name="System">Who is called, for messages.</param>
/// <param name="What">What the call does, as the object of "could not …".</param>
/// <param name="Setting">The setting that says where it goes and as whom, for messages.</param>
/// <param name="Timeout">Longest time until the whole answer is there.</param>
public sealed record JsonPost(string System, string What, string Setting, HttpMethod Method, Uri Address, string Body, TimeSpan Timeout)
{
    /// <summary>Headers to send; none of their values is ever shown.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>What else must not be shown: a token without the word that stands before it in its header.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];
}
