using System.Text;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Frame;
using Reelway.Frame.Public;
using Reelway.Incoming.Listening;
using Reelway.Storage;

namespace Reelway.Incoming;

/// <summary>Takes deliveries: known by the received bytes, each once, and durable with what comes of it before the sender has its answer.</summary>
internal sealed class IncomingRequests(
    IncomingStore store, IRunStarts starts, IdGenerator ids, RefusalLimit limit, BodyReading bodies, IServiceProvider services, TimeProvider clock, ILogger<IncomingRequests> log)
{
    private const int LongestMediaType = 200;
    private static readonly TimeSpan StoreWait = TimeSpan.FromSeconds(5);
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Answers a request at a path that takes deliveries.</summary>
    public async Task<PublicAnswer> AnswerAsync(IncomingPath path, PublicRequest request)
    {
        var http = request.Http;
        if (HttpMethods.IsGet(http.Request.Method) && path.Verifier.Challenge(http.Request.Query) is { } asked)
        {
            return asked.Problem is { } wrong
                ? PublicAnswer.Refused(StatusCodes.Status403Forbidden, wrong)
                : new PublicAnswer(StatusCodes.Status200OK, asked.Text) { IsPlain = true };
        }

        if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.Headers.Allow = "POST";
            return PublicAnswer.Refused(StatusCodes.Status405MethodNotAllowed, "Deliveries are sent by POST.");
        }

        // Before the body is looked at: whoever can't be known by the headers sends it in vain.
        if (path.Verifier.ProblemOf(http.Request.Headers) is { } problem)
        {
            return limit.Wait(request.Bucket) is { } wait
                ? PublicAnswer.TooMany(wait) with { Closes = true }
                : PublicAnswer.Refused(StatusCodes.Status401Unauthorized, problem) with { Closes = true };
        }

        using var body = await bodies.ReadAsync(http.Request, path.LargestBody);
        return body.Refusal ?? await TakeAsync(path, request, body);
    }

    /// <summary>The delivery as its handler is given it.</summary>
    public static Delivery DeliveryOf(string receiver, string id, DateTimeOffset at, string mediaType, ReadOnlyMemory<byte> body, string? again = null)
        => new(receiver, id, $"{receiver}/{id}{(again is null ? "" : $"/again/{again}")}", at, mediaType, body);

    /// <summary>Makes what comes of a delivery ready to be stored.</summary>
    public (PreparedRun? Run, PreparedEvent? Event) Prepare(Taken taken, Delivery delivery)
        => (taken.Run is { } run ? starts.Prepare(run) : null, taken.Fact is { } fact ? PreparedEvent.Of(fact, delivery.Key, delivery.At) : null);

    private async Task<PublicAnswer> TakeAsync(IncomingPath path, PublicRequest request, ReadBody body)
    {
        var http = request.Http;
        var now = clock.GetUtcNow();
        var bytes = body.Bytes;
        var content = new Lazy<(PublicAnswer? Problem, ReadOnlyMemory<byte> Body)>(() => (BodyReading.Unpack(http.Request.Headers.ContentEncoding.ToString(), bytes, path.LargestBody, out var unpacked), unpacked));
        var verdict = path.Verifier.Verify(new ReceivedRequest(http.Request.Headers, bytes) { Unpack = () => content.Value.Body }, now);
        if (verdict.Problem is { } problem && !verdict.IsKnown)
        {
            return PublicAnswer.Refused(StatusCodes.Status401Unauthorized, problem);
        }

        // Only now: nobody who is not known makes this server unpack anything.
        if (content.Value.Problem is { } packed)
        {
            return packed;
        }

        if (verdict.Problem is { } unusable)
        {
            return new PublicAnswer(StatusCodes.Status422UnprocessableEntity, unusable);
        }

        var unpacked = content.Value.Body;
        var mediaType = ShownText.Line(http.Request.ContentType ?? "", LongestMediaType);
        return await StoreAsync(path, request, DeliveryOf(path.Name, verdict.Text, now, mediaType, unpacked));
    }

    private async Task<PublicAnswer> StoreAsync(IncomingPath path, PublicRequest request, Delivery delivery)
    {
        try
        {
            var taken = await path.Take(delivery, services, request.Http.RequestAborted);
            if (taken.Refusal is { } status)
            {
                return new PublicAnswer(status, taken.Sentence);
            }

            var (run, told) = Prepare(taken, delivery);
            var (text, isBase64) = TextOf(delivery.Body);
            var row = new IncomingRow(
                ids.Next(), path.Name, delivery.Id, delivery.At.ToUnixTimeMilliseconds(), request.Address, delivery.MediaType, text, isBase64,
                taken.IsOfConcern ? DeliveryIn.Taken : DeliveryIn.PassedBy, taken.Sentence)
            { Run = run, Event = told };
            return (await store.AddAsync(row, request.Http.RequestAborted)).Created ? PublicAnswer.Accepted : PublicAnswer.Repeated;
        }
        catch (FaultException tooMuch)
        {
            return new PublicAnswer(StatusCodes.Status413PayloadTooLarge, tooMuch.Message);
        }
        catch (StorageException unusable) when (unusable.MayPass)
        {
            log.NotStored(path.Name, unusable.Message);
            return new PublicAnswer(StatusCodes.Status503ServiceUnavailable, "It can't be stored now; send it again later.") { RetryAfter = StoreWait };
        }
    }

    // What is no text, or holds what no database takes as such, is kept byte by byte.
    private static (string Text, bool IsBase64) TextOf(ReadOnlyMemory<byte> body)
    {
        if (body.Span.Contains((byte)0) || System.Text.Unicode.Utf8.IsValid(body.Span) == false)
        {
            return (Convert.ToBase64String(body.Span), true);
        }

        return (StrictUtf8.GetString(body.Span), false);
    }
}
