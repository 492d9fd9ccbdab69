using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.WebUtilities;

namespace Reelway.Incoming.Listening;

/// <summary>What is answered at the public listener.</summary>
/// <param name="Text">Why, as a sentence; of a challenge, what it is answered. Empty: nothing is said.</param>
internal sealed record PublicAnswer(int Status, string Text)
{
    /// <summary>There is nothing here, and no more is said.</summary>
    public static PublicAnswer NotFound { get; } = new(StatusCodes.Status404NotFound, "There is nothing at this address.") { IsRefusal = true };

    /// <summary>Everything that was brought is durable.</summary>
    public static PublicAnswer Accepted { get; } = new(StatusCodes.Status200OK, "accepted");

    /// <summary>It had been brought before.</summary>
    public static PublicAnswer Repeated { get; } = new(StatusCodes.Status200OK, "accepted before");

    /// <summary>Too much was refused to this address.</summary>
    public static PublicAnswer TooMany(TimeSpan wait)
        => new(StatusCodes.Status429TooManyRequests, $"Too many requests from this address were refused. Those that can't be known are looked at again in {Math.Ceiling(wait.TotalSeconds)} s.") { RetryAfter = wait };

    /// <summary>It is refused, and counts against the address.</summary>
    public static PublicAnswer Refused(int status, string why) => new(status, why) { IsRefusal = true };

    /// <summary>True when it counts against the address.</summary>
    public bool IsRefusal { get; init; }

    /// <summary>Whose path it was; empty when there is none.</summary>
    public string Receiver { get; init; } = "";

    /// <summary>When it may be tried again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>True when the connection ends with it.</summary>
    public bool Closes { get; init; }

    /// <summary>True when the text is all of the answer, as it stands.</summary>
    public bool IsPlain { get; init; }

    /// <summary>Writes what there is to read.</summary>
    public Task WriteAsync(HttpResponse response)
    {
        if (Status == StatusCodes.Status404NotFound)
        {
            return Task.CompletedTask;
        }

        var isGood = Status < StatusCodes.Status400BadRequest;
        response.ContentType = IsPlain ? "text/plain; charset=utf-8" : isGood ? "application/json" : "application/problem+json";
        var body = IsPlain ? System.Text.Encoding.UTF8.GetBytes(Text)
            : isGood ? JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, string> { ["status"] = Text }, IncomingJson.Default.DictionaryStringString)
            : JsonSerializer.SerializeToUtf8Bytes(RefusedAnswer.Of(Status, Text), IncomingJson.Default.RefusedAnswer);
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, response.HttpContext.RequestAborted).AsTask();
    }
}

/// <summary>A refusal as RFC 9457 has it.</summary>
/// <param name="Error">What older receivers answered to callers that are not known, for those who look for it.</param>
internal sealed record RefusedAnswer(string Title, int Status, string Detail, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Error)
{
    public static RefusedAnswer Of(int status, string why)
        => new(ReasonPhrases.GetReasonPhrase(status), status, why, status == StatusCodes.Status401Unauthorized ? "Invalid signature" : null);
}
