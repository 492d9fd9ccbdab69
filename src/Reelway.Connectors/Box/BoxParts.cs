using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Reelway.Connectors.Box;

/// <summary>The parts of one large file: what Box has is looked for first, and only what it lacks is sent. The file is read once, in order; some parts are under way at the same time.</summary>
internal sealed class BoxParts(BoxClient client, BoxUpload upload, BoxSession session)
{
    /// <summary>Larger parts would not fit into memory beside each other; Box's are 8 to 64 MiB.</summary>
    public const long LargestPart = 256 * 1024 * 1024;

    /// <summary>The listing of parts goes no further.</summary>
    public const long MostParts = 11_000;

    private const int MostAtOnce = 3;
    private const long MostBytesAtOnce = 64 * 1024 * 1024;
    private const int PageSize = 1000;
    private const int Attempts = 3;

    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(250);

    private readonly int _atOnce = (int)Math.Clamp(MostBytesAtOnce / session.PartSize, 1, MostAtOnce);

    /// <summary>Sends what Box lacks; gives the SHA-1 of the whole.</summary>
    public async Task<string> SendAsync(Stream content, IProgress<double>? progress, CancellationToken cancellation)
    {
        var stored = (await FindAsync(cancellation) ?? throw client.Faults.Own(
            CallFault.Permanent, $"could not upload {upload.Name}: its session is gone; begin it again", BoxCodes.SessionGone)).ToDictionary(part => part.Offset!.Value);
        var buffers = new ConcurrentBag<byte[]>();
        using var whole = BoxDigest.Begin();
        var done = 0L;
        await Parallel.ForEachAsync(
            ReadAsync(content, buffers, whole, cancellation), new ParallelOptions { MaxDegreeOfParallelism = _atOnce, CancellationToken = cancellation }, async (part, stop) =>
            {
                if (stored.TryGetValue(part.Offset, out var there))
                {
                    EnsureSame(part, there);
                }
                else
                {
                    await SendAsync(part, stop);
                }

                buffers.Add(part.Buffer);
                progress?.Report((double)Interlocked.Add(ref done, part.Count) / upload.Size);
            });
        return Convert.ToHexStringLower(whole.GetHashAndReset());
    }

    /// <summary>The parts that Box has, by their offset; null when it knows no such session, which is so after a commit.</summary>
    public async Task<IReadOnlyList<PartEntry>?> FindAsync(CancellationToken cancellation)
    {
        var found = new SortedDictionary<long, PartEntry>();
        for (var (seen, page) = (0L, 0); page <= MostParts / PageSize; page++)
        {
            var url = new UriBuilder(session.ListParts);
            url.Query = $"{url.Query.TrimStart('?')}{(url.Query.Length > 1 ? "&" : "")}limit={PageSize}&offset={seen}";
            var answer = await client.SendAsync(
                new BoxCall($"list the parts of {upload.Name}", () => new HttpRequestMessage(HttpMethod.Get, url.Uri), client.Options.CallTimeout, CallEffect.None)
                {
                    Reads = static answer => (int)answer.Status is 404 or 410,
                },
                cancellation);
            if (!answer.IsSuccess)
            {
                return null;
            }

            var reply = client.Read(answer, BoxJson.Default.PartsReply).Value;
            var entries = reply.Entries ?? throw client.Faults.Malformed(answer, "the answer has no entries");
            foreach (var entry in entries)
            {
                found[entry?.Offset ?? throw client.Faults.Malformed(answer)] = entry is { PartId.Length: > 0, Size: > 0, Sha1.Length: > 0 } ? entry : throw client.Faults.Malformed(answer);
            }

            seen += entries.Count;
            if (entries.Count == 0 || seen >= (reply.TotalCount ?? (entries.Count < PageSize ? 0 : MostParts)))
            {
                break;
            }
        }

        // What is not shown counts as missing: it is sent again, and a commit without it is refused here.
        return [.. found.Values];
    }

    /// <summary>Box wants the bytes of a digest in base 64, and shows them as hex.</summary>
    public static void AddDigest(HttpRequestMessage request, byte[] sha1) => request.Headers.TryAddWithoutValidation("Digest", "sha=" + Convert.ToBase64String(sha1));

    private async IAsyncEnumerable<Part> ReadAsync(Stream content, ConcurrentBag<byte[]> buffers, IncrementalHash whole, [EnumeratorCancellation] CancellationToken cancellation)
    {
        content.Position = 0;
        for (var offset = 0L; offset < upload.Size;)
        {
            var count = (int)Math.Min(session.PartSize, upload.Size - offset);
            var buffer = buffers.TryTake(out var free) ? free : new byte[(int)Math.Min(session.PartSize, upload.Size)];
            await FillAsync(content, buffer.AsMemory(0, count), cancellation);
            whole.AppendData(buffer, 0, count);
            yield return new Part(offset, buffer, count);
            offset += count;
        }
    }

    private async Task FillAsync(Stream content, Memory<byte> buffer, CancellationToken cancellation)
    {
        try
        {
            await content.ReadExactlyAsync(buffer, cancellation);
        }
        catch (EndOfStreamException)
        {
            throw client.Faults.Own(CallFault.Permanent, $"could not upload {upload.Name}: it became shorter than the {upload.Size} bytes that were announced; begin again", BoxCodes.WrongSize);
        }
        catch (IOException problem)
        {
            throw client.Faults.Own(CallFault.Transient, $"could not read the file that is uploaded: {problem.Message}", cause: problem);
        }
    }

    // A part may be stored although its answer was an error, or none: it is looked for before it is sent again.
    private async Task SendAsync(Part part, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await PutAsync(part, cancellation);
                return;
            }
            catch (ConnectorException fault) when (fault is { Kind: CallFault.Transient, RetryAfter: null } && attempt < Attempts)
            {
                client.Log.BoxPartLookedFor(upload.Name, part.Offset, fault.Message);
            }

            await Task.Delay(Breath * attempt, client.Clock, cancellation);
            if ((await FindAsync(cancellation))?.FirstOrDefault(one => one.Offset == part.Offset) is { } there)
            {
                EnsureSame(part, there);
                return;
            }
        }
    }

    private async Task PutAsync(Part part, CancellationToken cancellation)
    {
        HttpRequestMessage Request()
        {
            var request = new HttpRequestMessage(HttpMethod.Put, session.UploadPart) { Content = new ReadOnlyMemoryContent(part.Buffer.AsMemory(0, part.Count)) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
            request.Content.Headers.ContentRange = new ContentRangeHeaderValue(part.Offset, part.Offset + part.Count - 1, upload.Size);
            AddDigest(request, part.Sha1);
            return request;
        }

        var answer = await client.SendAsync(
            new BoxCall($"send the part of {upload.Name} at byte {part.Offset}", Request, client.Options.TransferTimeout, CallEffect.Repeatable) { IsPart = true }, cancellation);
        if (client.Read(answer, BoxJson.Default.PartReply).Value.Part is not { Offset: { } offset, Sha1: { } sha1 } || offset != part.Offset || !IsOf(part, sha1))
        {
            throw client.Faults.Malformed(answer);
        }
    }

    private void EnsureSame(Part part, PartEntry there)
    {
        if (there.Size != part.Count || !IsOf(part, there.Sha1!))
        {
            throw client.Faults.Own(
                CallFault.Permanent, $"could not upload {upload.Name}: the part at byte {part.Offset} was sent before with another content; give this upload up and begin again", BoxCodes.SessionGone);
        }
    }

    private static bool IsOf(Part part, string sha1) => sha1.Equals(Convert.ToHexString(part.Sha1), StringComparison.OrdinalIgnoreCase);

    private sealed record Part(long Offset, byte[] Buffer, int Count)
    {
        /// <summary>Reckoned where the part is sent: parts are beside each other, and their reading is not.</summary>
        public byte[] Sha1 => field ??= BoxDigest.Of(Buffer.AsSpan(0, Count));
    }
}
