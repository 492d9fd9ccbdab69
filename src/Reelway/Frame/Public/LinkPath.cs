namespace Reelway.Frame.Public;

/// <summary>A path that people without an account get to by a link.</summary>
internal sealed record LinkPath(string Name, string Path, OpenLink Open) : PublicPath(Name, Path);

/// <summary>A link that somebody has opened.</summary>
/// <param name="Id">Its id, which is no secret.</param>
/// <param name="Subject">What it is for: <c>talk/talk_06agn9k2w4008</c>.</param>
/// <param name="Rest">What stood behind the token, with its slash; empty when nothing did.</param>
internal sealed record OpenedLink(string Id, string Subject, string Rest);

/// <summary>Answers whoever has opened a link. The request's services are those of the server, in a scope of its own.</summary>
internal delegate Task OpenLink(OpenedLink link, HttpContext http);

/// <summary>A path to which others send a browser back.</summary>
internal sealed record CallbackPath(string Name, string Path, AnswerCallback Answer) : PublicPath(Name, Path);

/// <summary>What was begun, and comes back now.</summary>
/// <param name="Who">Whoever began it.</param>
/// <param name="Data">What was kept for this moment; nobody else has seen it.</param>
internal sealed record BegunCallback(string Who, string Data);

/// <summary>Answers a browser that comes back. The request's services are those of the server, in a scope of its own.</summary>
internal delegate Task AnswerCallback(BegunCallback begun, HttpContext http);
