namespace Reelway.Intake;

/// <summary>Tells which files of a folder have stood unchanged for long enough to be complete.</summary>
internal sealed class SettlingFiles(TimeProvider time, TimeSpan settle)
{
    private Dictionary<string, Seen> _seen = [];

    /// <summary>Takes in what the folder holds now; returns the files that have settled, each content once.</summary>
    public IReadOnlyList<Arrival> Look(IEnumerable<Arrival> files)
    {
        var now = time.GetTimestamp();
        var seen = new Dictionary<string, Seen>();
        var settled = new List<Arrival>();
        foreach (var file in files)
        {
            var before = _seen.GetValueOrDefault(file.Uri);
            var state = before is not null && before.Version == file.Version ? before : new Seen(file.Version, now);
            seen[file.Uri] = state;
            if (!state.TakenIn && time.GetElapsedTime(state.Since, now) >= settle)
            {
                settled.Add(file);
            }
        }

        _seen = seen;
        return settled;
    }

    /// <summary>Notes that a file was taken in; without this it is returned again.</summary>
    public void TakenIn(Arrival file) => _seen[file.Uri].TakenIn = true;

    /// <summary>How long until the next file may have settled; null when none is waiting.</summary>
    public TimeSpan? UntilNext()
    {
        var waiting = _seen.Values.Where(each => !each.TakenIn).ToList();
        if (waiting.Count == 0)
        {
            return null;
        }

        var rest = settle - time.GetElapsedTime(waiting.Min(each => each.Since));
        return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
    }

    private sealed class Seen(string version, long since)
    {
        public string Version { get; } = version;

        public long Since { get; } = since;

        public bool TakenIn { get; set; }
    }
}
