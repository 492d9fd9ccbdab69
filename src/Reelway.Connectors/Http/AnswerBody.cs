namespace Reelway.Connectors;

/// <summary>Reads the body of an answer up to a limit.</summary>
internal static class AnswerBody
{
    public static async Task<byte[]> ReadAsync(HttpResponseMessage response, int maxBytes, CancellationToken cancellation)
    {
        if (response.Content.Headers.ContentLength > maxBytes)
        {
            throw new AnswerTooLongException(maxBytes);
        }

        await using var source = await response.Content.ReadAsStreamAsync(cancellation);
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await source.ReadAsync(buffer, cancellation)) > 0)
        {
            if (body.Length + count > maxBytes)
            {
                throw new AnswerTooLongException(maxBytes);
            }

            body.Write(buffer, 0, count);
        }

        return body.ToArray();
    }
}
