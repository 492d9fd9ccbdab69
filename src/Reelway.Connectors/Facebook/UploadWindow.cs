namespace Reelway.Connectors.Facebook;

/// <summary>The bytes that Facebook wants next: from <paramref name="Start"/> up to and without <paramref name="End"/>.</summary>
/// <param name="Corrected">True when Facebook refused the window sent and named this one instead.</param>
public sealed record UploadWindow(long Start, long End, bool Corrected = false)
{
    /// <summary>Number of bytes.</summary>
    public long Length => End - Start;

    /// <summary>True when all bytes have arrived and the upload can be finished.</summary>
    public bool IsComplete => Start == End;
}
