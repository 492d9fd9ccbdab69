using System.Globalization;

namespace Reelway.Media;

/// <summary>The notes about running children: one file each, in a folder that is locked as long as we live.</summary>
internal sealed class ChildLedger(string root, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private OwnedFolder? _own;

    /// <summary>Notes a child until the returned note is disposed.</summary>
    public ChildNote Note(ProcessIdentity child)
    {
        string folder;
        lock (_gate)
        {
            _own ??= OwnedFolder.Create(root);
            folder = _own.Path;
        }

        try
        {
            return ChildNote.Write(folder, child);
        }
        catch (IOException fault) when (MediaException.IsDiskFull(fault))
        {
            throw MediaException.NoSpace(Path.Combine(folder, "note"), fault);
        }
    }

    /// <summary>Ends the noted children of owners that are dead, and forgets those owners.</summary>
    public async Task<int> EndLeftoversAsync(CancellationToken cancellation)
    {
        var ended = 0;
        foreach (var abandoned in OwnedFolder.TakeAbandoned(root))
        {
            using (abandoned)
            {
                foreach (var note in Directory.EnumerateFiles(abandoned.Path))
                {
                    if (ChildNote.Read(note) is { IsAlive: true } child)
                    {
                        await EndAsync(child, cancellation);
                        ended++;
                    }
                }
            }
        }

        return ended;
    }

    public void Dispose() => _own?.Dispose();

    private async Task EndAsync(ProcessIdentity child, CancellationToken cancellation)
    {
        _ = child.LeadsGroup ? ProcessSignal.SendToGroup(child.Pid, ProcessSignal.Kill) : ProcessSignal.SendTo(child.Pid, ProcessSignal.Kill);

        // It is not our child, so nothing tells us about its end but looking.
        var since = time.GetTimestamp();
        while (child.IsAlive)
        {
            if (time.GetElapsedTime(since) > EndLimit)
            {
                throw new InvalidOperationException(
                    string.Create(CultureInfo.InvariantCulture, $"Process {child.Pid}, left by an earlier start, does not end when killed: end it by hand or restart the machine."));
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), time, cancellation);
        }
    }
}
