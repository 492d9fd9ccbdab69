namespace Reelway.Sandbox.Box;

/// <summary>Counts the calls of a minute, and the uploads among them, by user.</summary>
internal sealed class BoxQuota(Func<BoxSettings> settings, TimeProvider time)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string User, bool IsUpload), int> _counts = [];
    private DateTimeOffset _since;

    /// <exception cref="BoxException">There were too many already.</exception>
    public void Count(BoxUser user, bool isUpload)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (now - _since >= Minute)
            {
                _since = now;
                _counts.Clear();
            }

            if (++System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_counts, (user.Id, isUpload), out _)
                > (isUpload ? settings().UploadsPerMinute : settings().CallsPerMinute))
            {
                throw BoxException.TooMany(_since + Minute - now);
            }
        }
    }

    public void Reset()
    {
        lock (_lock)
        {
            _since = default;
            _counts.Clear();
        }
    }
}
