namespace Reelway.Connectors.Google;

/// <summary>Which of Google's services a call is for.</summary>
internal enum GoogleApi
{
    /// <summary>The token endpoint.</summary>
    Token,

    /// <summary>Sheets.</summary>
    Sheets,

    /// <summary>Drive, for what Sheets does not tell: titles and versions.</summary>
    Drive,
}

/// <summary>A call of one of Google's services.</summary>
internal sealed record GoogleCall(string What, Func<HttpRequestMessage> Request, TimeSpan Timeout, CallEffect Effect, GoogleApi Api)
    : HttpCall(What, Request, Timeout, Effect);
