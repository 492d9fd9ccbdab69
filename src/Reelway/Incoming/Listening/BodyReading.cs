using System.Buffers;
using System.IO.Compression;

namespace Reelway.Incoming.Listening;

/// <summary>Reads bodies of callers that are not known yet: no larger than allowed, no longer than somebody waits, and all together in bounded memory.</summary>
internal sealed class BodyReading(TimeProvider clock)
{
    /// <summary>How long a body may take.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>Most bytes of all bodies that are at hand at once.</summary>
    private const long MostBytes = 64 * 1024 * 1024;

    private const int FirstBytes = 4096;
    private static readonly TimeSpan BusyWait = TimeSpan.FromSeconds(1);

    private long _bytes;

    /// <summary>Reads the bytes as they come. The memory is given back with the result.</summary>
    /// <param name="largest">Most bytes that are taken.</param>
    public async Task<ReadBody> ReadAsync(HttpRequest request, int largest)
    {
        if (request.ContentLength > largest)
        {
            return ReadBody.Refused(TooLarge(largest));
        }

        var body = new ReadBody(this);
        using var limit = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, request.HttpContext.RequestAborted);
        try
        {
            while (true)
            {
                if (body.Length == body.Buffer.Length && !body.Grow(Math.Min(largest + 1, Math.Max(FirstBytes, 2 * body.Length))))
                {
                    return body.Refuse(new PublicAnswer(StatusCodes.Status503ServiceUnavailable, "Too much comes in at once; send it again.") { RetryAfter = BusyWait, Closes = true });
                }

                var read = await request.Body.ReadAsync(body.Buffer.AsMemory(body.Length), either.Token);
                if (read == 0)
                {
                    return body;
                }

                body.Length += read;
                if (body.Length > largest)
                {
                    return body.Refuse(TooLarge(largest));
                }
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return body.Refuse(TooSlow());
        }
        catch (IOException broken) when (!request.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return body.Refuse(broken is BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout }
                ? TooSlow()
                : PublicAnswer.Refused(StatusCodes.Status400BadRequest, "The body broke off before its end, or is not framed as HTTP has it.") with { Closes = true });
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    /// <summary>Unpacks a body that its sender packed; one that is not packed stays as it is.</summary>
    /// <returns>Why it can't be unpacked; null when it was.</returns>
    public static PublicAnswer? Unpack(string encoding, ReadOnlyMemory<byte> body, int largest, out ReadOnlyMemory<byte> unpacked)
    {
        unpacked = body;
        if (encoding is "" or "identity")
        {
            return null;
        }

        using var packed = new MemoryStream(body.ToArray());
        using Stream? reader = encoding.ToLowerInvariant() switch
        {
            "gzip" => new GZipStream(packed, CompressionMode.Decompress),
            "deflate" => new ZLibStream(packed, CompressionMode.Decompress),
            "br" => new BrotliStream(packed, CompressionMode.Decompress),
            _ => null,
        };
        if (reader is null)
        {
            return new PublicAnswer(StatusCodes.Status415UnsupportedMediaType, "The body is packed in a way that is not known here; send it with gzip, or as it is.");
        }

        var buffer = new byte[largest + 1];
        try
        {
            var length = reader.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            unpacked = buffer.AsMemory(0, length);
            return length > largest ? TooLarge(largest) with { IsRefusal = false } : null;
        }
        catch (InvalidDataException)
        {
            return new PublicAnswer(StatusCodes.Status422UnprocessableEntity, "The body can't be unpacked.");
        }
    }

    internal bool TryTake(int bytes)
    {
        if (Interlocked.Add(ref _bytes, bytes) <= MostBytes)
        {
            return true;
        }

        Interlocked.Add(ref _bytes, -bytes);
        return false;
    }

    internal void GiveBack(int bytes) => Interlocked.Add(ref _bytes, -bytes);

    private static PublicAnswer TooLarge(int largest)
        => PublicAnswer.Refused(StatusCodes.Status413PayloadTooLarge, $"The body is larger than {largest} bytes, the most that is taken here.") with { Closes = true };

    private static PublicAnswer TooSlow()
        => PublicAnswer.Refused(StatusCodes.Status408RequestTimeout, $"The body did not come within {Patience.TotalSeconds} s.") with { Closes = true };
}

/// <summary>A body that was read, or why it was not.</summary>
internal sealed class ReadBody(BodyReading? reading) : IDisposable
{
    /// <summary>Why it was not read; null when it was.</summary>
    public PublicAnswer? Refusal { get; private set; }

    /// <summary>The bytes; theirs until it is disposed.</summary>
    public ReadOnlyMemory<byte> Bytes => Buffer.AsMemory(0, Length);

    internal byte[] Buffer { get; private set; } = [];

    internal int Length { get; set; }

    /// <summary>One that is not even read.</summary>
    public static ReadBody Refused(PublicAnswer refusal) => new(reading: null) { Refusal = refusal };

    /// <inheritdoc/>
    public void Dispose() => Replace([]);

    internal ReadBody Refuse(PublicAnswer refusal)
    {
        Dispose();
        (Refusal, Length) = (refusal, 0);
        return this;
    }

    internal bool Grow(int bytes)
    {
        if (!reading!.TryTake(bytes))
        {
            return false;
        }

        var larger = ArrayPool<byte>.Shared.Rent(bytes);
        // What the pool gives may be larger than what was asked for, and is counted as such.
        if (larger.Length > bytes && !reading.TryTake(larger.Length - bytes))
        {
            ArrayPool<byte>.Shared.Return(larger);
            reading.GiveBack(bytes);
            return false;
        }

        Bytes.CopyTo(larger);
        Replace(larger);
        return true;
    }

    private void Replace(byte[] larger)
    {
        if (Buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(Buffer);
            reading!.GiveBack(Buffer.Length);
        }

        Buffer = larger;
    }
}
