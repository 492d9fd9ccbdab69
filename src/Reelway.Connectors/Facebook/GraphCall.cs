namespace Reelway.Connectors.Facebook;

/// <summary>A call of the Graph API.</summary>
/// <param name="PageId">The page that it is for; null for calls of the user or the app.</param>
internal sealed record GraphCall(string What, Func<HttpRequestMessage> Request, TimeSpan Timeout, CallEffect Effect, string? PageId)
    : HttpCall(What, Request, Timeout, Effect);

/// <summary>An answer and what it says.</summary>
internal sealed record GraphAnswer<T>(T Value, HttpAnswer Answer);

/// <summary>The token that a call is made with.</summary>
/// <param name="PageId">The page that it is of; null for one of the user or the app.</param>
/// <param name="IsApp">True for <c>id|secret</c>, which is not signed: it holds the secret itself.</param>
internal sealed record GraphToken(string Value, string? PageId = null, bool IsApp = false)
{
    public override string ToString() => PageId is null ? "token" : $"token of page {PageId}";
}
