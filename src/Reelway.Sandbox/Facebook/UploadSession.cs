namespace Reelway.Sandbox.Facebook;

/// <summary>A running upload. Its windows follow from a seed, so that they vary and a test can still repeat them.</summary>
internal sealed class UploadSession(string id, string videoId, string pageId, long fileSize, DateTimeOffset startedAt)
{
    // Repeatable on purpose: the same session number gets the same windows.
#pragma warning disable CA5394 // Not for secrets.
    private readonly Random _windows = new((int)(long.Parse(id, System.Globalization.CultureInfo.InvariantCulture) % int.MaxValue));
#pragma warning restore CA5394

    public string Id { get; } = id;

    public string VideoId { get; } = videoId;

    public string PageId { get; } = pageId;

    public long FileSize { get; } = fileSize;

    public DateTimeOffset StartedAt { get; } = startedAt;

    /// <summary>One request at a time works on a session.</summary>
    public SemaphoreSlim Turn { get; } = new(1, 1);

    /// <summary>Bytes that have arrived; the next window starts here.</summary>
    public long Start { get; private set; }

    /// <summary>End of the window that is asked for, exclusive; equals <see cref="Start"/> when everything is there.</summary>
    public long End { get; private set; }

    /// <summary>Set when it was finished or cancelled; a request that waited for its turn finds it so.</summary>
    public bool Closed { get; set; }

    public void OpenWindow(long start, FacebookSettings settings)
    {
        Start = start;
#pragma warning disable CA5394 // Not for secrets.
        End = Math.Min(FileSize, start + _windows.NextInt64(settings.SmallestWindowBytes, settings.LargestWindowBytes + 1L));
#pragma warning restore CA5394
    }
}
