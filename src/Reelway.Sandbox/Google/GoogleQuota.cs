namespace Reelway.Sandbox.Google;

/// <summary>Counts the calls of a minute; a service account is one user.</summary>
internal sealed class GoogleQuota(GoogleSandboxOptions options, Func<GoogleSettings> settings, TimeProvider time)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private DateTimeOffset _since;
    private int _reads;
    private int _writes;

    /// <exception cref="GoogleException">There were too many already.</exception>
    public void Count(bool isRead)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (now - _since >= Minute)
            {
                (_since, _reads, _writes) = (now, 0, 0);
            }

            var limit = isRead ? settings().ReadsPerMinute : settings().WritesPerMinute;
            if ((isRead ? ++_reads : ++_writes) > limit)
            {
                throw Exceeded(isRead, limit, _since + Minute - now);
            }
        }
    }

    /// <summary>What is said to somebody who called too often.</summary>
    public GoogleException Exceeded(bool isRead, int limit, TimeSpan wait)
        => GoogleException.TooMany(isRead, limit, options.ProjectNumber, settings().NamesRetryAfter ? wait : null);

    public void Reset()
    {
        lock (_lock)
        {
            (_since, _reads, _writes) = (default, 0, 0);
        }
    }
}
