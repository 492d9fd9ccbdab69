namespace Reelway.Frame.Public;

/// <summary>How a caller from outside is known, and what identifies what it brings. It sees headers, bytes and the time, and nothing else.</summary>
internal abstract class Verifier
{
    /// <summary>How old, or how far ahead of this clock, a signed time may be; zero when none is signed. Ids are kept at least twice as long.</summary>
    public virtual TimeSpan Window => TimeSpan.Zero;

    /// <summary>Why headers alone show that the caller can't be known, as a sentence; null when the body has to be looked at.</summary>
    public abstract string? ProblemOf(IHeaderDictionary headers);

    /// <summary>Judges a request by the bytes that were received.</summary>
    public abstract Verdict Verify(ReceivedRequest request, DateTimeOffset now);

    /// <summary>Answers a sender that asks by GET whether this address is its receiver's; null for senders that do not.</summary>
    public virtual Verdict? Challenge(IQueryCollection query) => null;

    /// <summary>Why the sender would not call an address, as a sentence; null when it would.</summary>
    public virtual string? ProblemAt(Uri address) => null;
}

/// <summary>A request as it came in.</summary>
/// <param name="Body">The bytes as they were received, before anything unpacks or reads them.</param>
internal sealed record ReceivedRequest(IHeaderDictionary Headers, ReadOnlyMemory<byte> Body)
{
    /// <summary>Unpacks the body; null where nothing is packed.</summary>
    public Func<ReadOnlyMemory<byte>>? Unpack { get; init; }

    /// <summary>What the body says, for whoever is known already: nobody else makes this server unpack anything.</summary>
    public ReadOnlyMemory<byte> Content => Unpack?.Invoke() ?? Body;
}

/// <summary>What a verifier says.</summary>
/// <param name="Text">Of one that is known: what identifies the delivery, or what the challenge is answered.</param>
/// <param name="Problem">Why it is refused, as a sentence without secrets; null when it is not.</param>
/// <param name="IsKnown">True when the caller is known, though what it brings can't be taken.</param>
internal readonly record struct Verdict(string Text, string? Problem, bool IsKnown)
{
    public static Verdict Good(string text) => new(text, Problem: null, IsKnown: true);

    /// <summary>Nobody that is known has sent it.</summary>
    public static Verdict Refused(string problem) => new("", problem, IsKnown: false);

    /// <summary>The caller is known, and what it brings is not what it should be.</summary>
    public static Verdict Unusable(string problem) => new("", problem, IsKnown: true);
}
