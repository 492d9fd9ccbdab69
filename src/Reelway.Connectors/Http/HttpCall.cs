namespace Reelway.Connectors;

/// <summary>One call as its connector describes it; the request is made afresh for each sending.</summary>
/// <param name="What">What it does, as the object of "could not …": <c>read video 123</c>.</param>
/// <param name="Request">Makes the request.</param>
/// <param name="Timeout">Longest time from the first byte sent to the last byte read.</param>
/// <param name="Effect">What it changes at the far end.</param>
internal record HttpCall(string What, Func<HttpRequestMessage> Request, TimeSpan Timeout, CallEffect Effect)
{
    /// <summary>False for a call that succeeds without the connection's own credentials: then its success says nothing about them.</summary>
    public bool NeedsLogin { get; init; } = true;

    public bool IsRead => Effect == CallEffect.None;
}
