namespace Reelway.Connectors.Facebook;

/// <summary>An upload that was begun. Store it before the first byte is sent: it is what an interrupted upload goes on with.</summary>
/// <param name="SessionId">Names the upload in transfers and at the end.</param>
/// <param name="VideoId">The video that it becomes; known before it has any bytes.</param>
/// <param name="Window">What to send first; complete when there is nothing to send.</param>
public sealed record UploadSession(string SessionId, string VideoId, UploadWindow Window);
