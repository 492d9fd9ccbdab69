using System.Net.Http.Headers;

namespace Reelway.Connectors.Google;

/// <summary>Sends what Google's library wants to send through the connection's own calls: their limits, repetition, faults and redaction hold for it too.</summary>
internal sealed class TokenPipeline(HttpCalls calls, string account, TimeSpan timeout) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        // Another token does no harm: to the pipeline this is a read.
        var answer = await calls.SendAsync(
            new GoogleCall($"get a token for {account}", () => Copy(request, body), timeout, CallEffect.None, GoogleApi.Token), cancellationToken);
        return new HttpResponseMessage(answer.Status)
        {
            RequestMessage = request,
            Content = new ByteArrayContent(answer.Body.ToArray()) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
    }

    private static HttpRequestMessage Copy(HttpRequestMessage request, byte[] body)
    {
        var copy = new HttpRequestMessage(request.Method, request.RequestUri) { Content = new ByteArrayContent(body) };
        copy.Content.Headers.ContentType = request.Content?.Headers.ContentType;
        return copy;
    }
}
