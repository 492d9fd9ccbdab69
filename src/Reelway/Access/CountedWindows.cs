namespace Reelway.Access;

/// <summary>Counts what many do, each by a name, in windows of a fixed length. However many there are, it takes bounded memory.</summary>
internal sealed class CountedWindows(TimeProvider time, TimeSpan length)
{
    private const int MostNames = 10_000;

    // So many at once are an attack by many machines: those beyond share a window.
    private const string Others = "";

    private readonly Dictionary<string, (long Since, int Count)> _windows = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>How much of a limit is left, and until when, without counting.</summary>
    public Allowance Look(string name, int limit)
    {
        lock (_gate)
        {
            return Of(_windows.GetValueOrDefault(Place(name)), limit);
        }
    }

    /// <summary>Counts one.</summary>
    public Allowance Take(string name, int limit)
    {
        lock (_gate)
        {
            var place = Place(name);
            var window = _windows.TryGetValue(place, out var open) && Left(open.Since) > TimeSpan.Zero ? open : (Since: time.GetTimestamp(), Count: 0);
            // One beyond the limit says that it is; more say nothing.
            window.Count = Math.Min(window.Count + 1, limit + 1);
            _windows[place] = window;
            return Of(window, limit);
        }
    }

    private Allowance Of((long Since, int Count) window, int limit)
    {
        var left = window.Count == 0 ? length : Left(window.Since);
        return left <= TimeSpan.Zero ? new Allowance(limit, length) : new Allowance(limit - window.Count, left);
    }

    private string Place(string name)
    {
        if (_windows.ContainsKey(name) || _windows.Count < MostNames)
        {
            return name;
        }

        foreach (var past in _windows.Where(one => Left(one.Value.Since) <= TimeSpan.Zero).Select(one => one.Key).ToList())
        {
            _windows.Remove(past);
        }

        return _windows.Count < MostNames ? name : Others;
    }

    private TimeSpan Left(long since) => length - time.GetElapsedTime(since);
}

/// <summary>What is left of a limit.</summary>
/// <param name="Left">How many more; below zero: too many already.</param>
/// <param name="Reset">Until a new window begins.</param>
internal readonly record struct Allowance(int Left, TimeSpan Reset)
{
    /// <summary>Whole seconds, at least one.</summary>
    public int Seconds => Math.Max(1, (int)Math.Ceiling(Reset.TotalSeconds));
}
