namespace Reelway.Connectors.Box;

/// <summary>A call of Box.</summary>
internal sealed record BoxCall(string What, Func<HttpRequestMessage> Request, TimeSpan Timeout, CallEffect Effect) : HttpCall(What, Request, Timeout, Effect)
{
    /// <summary>True for the token endpoint, which has an envelope of its own.</summary>
    public bool IsToken { get; init; }

    /// <summary>True for a part of a large file, which can always be sent again.</summary>
    public bool IsPart { get; init; }

    /// <summary>Answers without success that the caller reads itself, and that are therefore no fault.</summary>
    public Func<HttpAnswer, bool> Reads { get; init; } = static _ => false;
}
