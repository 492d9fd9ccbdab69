using System.Buffers;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Reelway.Frame.Web;

namespace Reelway.Frame.Operations;

/// <summary>Answers a request that comes again with the same <c>Idempotency-Key</c> as it was answered before, and does nothing.</summary>
internal static class KeptAnswers
{
    public const string Header = "Idempotency-Key";

    /// <summary>Marks an answer that was given before.</summary>
    public const string Replayed = "Idempotent-Replayed";

    private const int MaxLength = 255;
    private const int ChunkBytes = 16 * 1024;

    /// <summary>What is described of the header.</summary>
    public const string Text = "A key of your own making, up to 255 visible characters: the same request with the same key is carried out once, and answered again for 30 days.";

    /// <summary>A handler that keeps its answers.</summary>
    public static RequestDelegate Around(RequestDelegate ask) => http => http.Request.Headers.ContainsKey(Header) ? AnswerAsync(http, ask) : ask(http);

    private static async Task AnswerAsync(HttpContext http, RequestDelegate ask)
    {
        if (http.Request.Headers[Header] is not [{ Length: > 0 and <= MaxLength } key] || key.Any(c => c is < '!' or > '~'))
        {
            await WebProblems.Refusal(new ProblemError($"/header/{Header}", "not-a-key", $"Must be one key of 1 to {MaxLength} visible ASCII characters.")).ExecuteAsync(http);
            return;
        }

        var store = http.RequestServices.GetRequiredService<KeptAnswerStore>();
        var request = await ReadAsync(http, key);
        switch (await store.TakeAsync(request, http.RequestAborted))
        {
            case null:
                await CarryOutAsync(http, ask, store, request);
                break;
            case var kept when kept.Fingerprint != request.Fingerprint:
                await WebProblems.KeyReused.With($"The {Header} \"{key}\" was used for another request within 30 days; nothing was done. Use a new key for a new request.").ExecuteAsync(http);
                break;
            case { Status: null }:
                http.Response.Headers.RetryAfter = "1";
                await WebProblems.KeyAtWork.With($"The request with the {Header} \"{key}\" is still at work. Ask again with the same key for its answer.").ExecuteAsync(http);
                break;
            case var kept:
                await AnswerAgainAsync(http, kept);
                break;
        }
    }

    private static async Task<KeyedRequest> ReadAsync(HttpContext http, string key)
    {
        http.Request.EnableBuffering();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{http.Request.Method} {http.Request.Path.ToUriComponent()}{http.Request.QueryString.ToUriComponent()}\n"));
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            for (var read = 1; read > 0;)
            {
                read = await http.Request.Body.ReadAsync(chunk, http.RequestAborted);
                hash.AppendData(chunk, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }

        http.Request.Body.Position = 0;
        var who = http.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? http.User.Identity?.Name ?? "";
        var seed = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{who}\n{key}")).AsSpan(0, 10));
        return new KeyedRequest(who, key, Convert.ToHexStringLower(hash.GetHashAndReset()), Guid.NewGuid().ToString("N"), seed);
    }

    private static async Task CarryOutAsync(HttpContext http, RequestDelegate ask, KeptAnswerStore store, KeyedRequest request)
    {
        http.Features.Set(request);
        var client = http.Response.Body;
        using var answer = new MemoryStream();
        http.Response.Body = answer;
        try
        {
            await ask(http);
            await http.Response.BodyWriter.FlushAsync(CancellationToken.None);
        }
        catch
        {
            http.Response.Body = client;
            await store.LetGoAsync(request, CancellationToken.None);
            throw;
        }

        http.Response.Body = client;
        // What was refused has done nothing: it may be asked for again. What was done is kept before anybody hears of it, also when nobody listens any more.
        await (http.Response.StatusCode is >= 200 and < 300
            ? store.KeepAsync(request, Kept(http.Response, answer), CancellationToken.None)
            : store.LetGoAsync(request, CancellationToken.None));
        answer.Position = 0;
        await answer.CopyToAsync(client, http.RequestAborted);
    }

    private static KeptAnswer Kept(HttpResponse response, MemoryStream body) => new()
    {
        Status = response.StatusCode,
        MediaType = response.ContentType,
        Location = response.Headers.Location,
        Body = Encoding.UTF8.GetString(body.GetBuffer().AsSpan(0, (int)body.Length)),
    };

    private static async Task AnswerAgainAsync(HttpContext http, KeptAnswer kept)
    {
        http.Response.StatusCode = (int)kept.Status!.Value;
        http.Response.ContentType = kept.MediaType;
        http.Response.Headers.Location = kept.Location;
        http.Response.Headers[Replayed] = "true";
        await http.Response.WriteAsync(kept.Body ?? "", http.RequestAborted);
    }
}
