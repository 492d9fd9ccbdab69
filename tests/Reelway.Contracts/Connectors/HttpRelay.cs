using System.Text;

namespace Reelway.Contracts.Connectors;

/// <summary>Passes requests of up to 64 KiB on to a real server, as the scripted server received them.</summary>
internal sealed class HttpRelay(Uri server) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    /// <summary>What the server behind answers.</summary>
    public async Task<ScriptedAnswer> PassAsync(ReceivedRequest request, CancellationToken cancellation)
    {
        using var passed = new HttpRequestMessage(new HttpMethod(request.Method), new Uri(server, request.Target));
        passed.Content = new ByteArrayContent(Encoding.Latin1.GetBytes(request.Body));
        foreach (var (name, value) in request.Headers)
        {
            // The host stays what the client signed.
            if (!IsOurs(name) && !passed.Headers.TryAddWithoutValidation(name, value) && !name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                passed.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using var answer = await _client.SendAsync(passed, cancellation);
        var body = await answer.Content.ReadAsByteArrayAsync(cancellation);
        return new ScriptedAnswer
        {
            Status = (int)answer.StatusCode,
            ContentType = answer.Content.Headers.ContentType?.ToString() ?? "application/json",
            Headers = [.. answer.Headers.Concat(answer.Content.Headers).Where(IsPassedBack).Select(header => (header.Key, string.Join(',', header.Value)))],
            Body = body,
            Length = request.Method == "HEAD" ? answer.Content.Headers.ContentLength : null,
        };
    }

    public void Dispose() => _client.Dispose();

    // What is passed back is not unpacked, and each line agrees by itself on when a body is sent.
    private static bool IsOurs(string name) => name.ToUpperInvariant() is "ACCEPT-ENCODING" or "EXPECT";

    private static bool IsPassedBack(KeyValuePair<string, IEnumerable<string>> header)
        => header.Key is "ETag" or "Last-Modified" or "Content-Range" or "Accept-Ranges" || header.Key.StartsWith("x-amz", StringComparison.OrdinalIgnoreCase);
}
