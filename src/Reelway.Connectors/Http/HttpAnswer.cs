using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Reelway.Connectors;

/// <summary>A whole answer, read within the size limit.</summary>
internal sealed class HttpAnswer(HttpCall call, HttpResponseMessage response, byte[] body, DateTimeOffset receivedAt)
{
    private string? _text;

    public HttpCall Call { get; } = call;

    public HttpStatusCode Status { get; } = response.StatusCode;

    public bool IsSuccess { get; } = response.IsSuccessStatusCode;

    public HttpResponseHeaders Headers { get; } = response.Headers;

    public ReadOnlyMemory<byte> Body { get; } = body;

    public DateTimeOffset ReceivedAt { get; } = receivedAt;

    /// <summary>The body as UTF-8; bytes that are none become replacement characters.</summary>
    public string Text => _text ??= Encoding.UTF8.GetString(Body.Span);

    /// <summary>Value of a header; null when it is not there.</summary>
    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? string.Join(",", values) : null;

    /// <summary>Where the answer sends the caller to, as it says it: a whole address, or a path on the same host. Without the query, which may hold a token.</summary>
    public string? RedirectTarget => Headers.Location is not { } location ? null
        : location.IsAbsoluteUri ? location.GetLeftPart(UriPartial.Path)
        : location.OriginalString.Split('?', '#')[0];

    /// <summary>How far the sender's clock is ahead of this machine's, to the second; null when the answer shows no time.</summary>
    public TimeSpan? ClockSkew => Headers.Date is { } date ? date - ReceivedAt : null;

    /// <summary>Wait that <c>Retry-After</c> asks for, in either form; null when it is absent or unreadable.</summary>
    /// <remarks>A date is measured against the sender's own clock, where the answer shows it, so that skewed clocks don't stretch the wait.</remarks>
    public TimeSpan? RetryAfter()
    {
        var wait = Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - (Headers.Date ?? ReceivedAt),
            _ => (TimeSpan?)null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
