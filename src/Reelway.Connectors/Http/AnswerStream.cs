namespace Reelway.Connectors;

/// <summary>The body of an answer, read as it comes.</summary>
internal sealed class AnswerStream(HttpCall call, HttpResponseMessage response, HttpCallRules rules, TimeProvider clock) : IDisposable
{
    private const int BufferBytes = 128 * 1024;

    /// <summary>Bytes that are announced; null for none.</summary>
    public long? Length => response.Content.Headers.ContentLength;

    /// <summary>Hands on each piece as it comes, and ends with the body.</summary>
    /// <returns>Bytes that came.</returns>
    /// <exception cref="ConnectorException">The connection was lost, or nothing came for as long as the call may take.</exception>
    public async Task<long> CopyAsync(Func<ReadOnlyMemory<byte>, ValueTask> take, CancellationToken cancellation)
    {
        var body = await response.Content.ReadAsStreamAsync(cancellation);
        var buffer = new byte[BufferBytes];
        var total = 0L;
        int count;
        while ((count = await ReadAsync(body, buffer, cancellation)) > 0)
        {
            await take(buffer.AsMemory(0, count));
            total += count;
        }

        return total;
    }

    public void Dispose() => response.Dispose();

    private async ValueTask<int> ReadAsync(Stream body, Memory<byte> buffer, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(call.Timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            return await body.ReadAsync(buffer, either.Token);
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested && exception is IOException or HttpRequestException or OperationCanceledException)
        {
            throw new LostAnswer(call, Sent: null, exception, TimedOut: limit.IsCancellationRequested, Cancelled: false).ToFault(rules);
        }
    }
}
