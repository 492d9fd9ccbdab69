namespace Reelway.Frame.Operations;

/// <summary>A request that came with an <c>Idempotency-Key</c>, as it stands.</summary>
internal sealed record KeptAnswer
{
    /// <summary>SHA-256 of what was asked.</summary>
    public string Fingerprint { get; init; } = "";

    /// <summary>Status of the answer; null while somebody is at it.</summary>
    public long? Status { get; init; }

    public string? MediaType { get; init; }

    public string? Location { get; init; }

    public string? Body { get; init; }
}

/// <summary>A request with an <c>Idempotency-Key</c>, while it is carried out.</summary>
/// <param name="Who">Who asks.</param>
/// <param name="Fingerprint">SHA-256 of what is asked.</param>
/// <param name="Worker">This attempt.</param>
/// <param name="Seed">
/// The same for every attempt: what an operation takes for names that it would otherwise make up, so that an attempt after a crash finds what the one
/// before has done.
/// </param>
internal sealed record KeyedRequest(string Who, string Key, string Fingerprint, string Worker, string Seed)
{
    /// <summary>The seed of a request; null when it came without key.</summary>
    public static string? SeedOf(HttpContext http) => http.Features.Get<KeyedRequest>()?.Seed;
}
