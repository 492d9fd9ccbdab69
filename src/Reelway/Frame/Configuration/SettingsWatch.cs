using Reelway.Engine;

namespace Reelway.Frame.Configuration;

/// <summary>
/// Reads the configuration again when one of its files has changed. What may change while the server runs does; the rest waits for the next
/// start, which is said. A configuration that can't be used changes nothing.
/// </summary>
internal sealed class SettingsWatch : BackgroundService
{
    // A look costs the times of a handful of files. Notices of the file system are not used: network folders and mounted secrets send none.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Settings _standing;
    private readonly LiveSettings _live;
    private readonly SettingsState _state;
    private readonly RunStamp _stamp;
    private readonly TimeProvider _clock;
    private readonly ILogger<SettingsWatch> _log;
    private Settings _last;
    private IReadOnlyList<string> _files;
    private string _read;

    public SettingsWatch(Settings standing, LiveSettings live, SettingsState state, RunStamp stamp, TimeProvider clock, ILogger<SettingsWatch> log)
    {
        _standing = standing;
        _live = live;
        _state = state;
        _stamp = stamp;
        _clock = clock;
        _log = log;
        _last = standing;
        _files = standing.Files;
        _read = Stamp();
    }

    /// <summary>Reads everything again and takes over what may be.</summary>
    public void Reload()
    {
        Settings next;
        try
        {
            next = _standing.ReadAgain();
        }
        catch (Exception problem)
        {
            // Whatever reading it comes to, the server goes on with what it has.
            Refuse([problem.Message]);
            return;
        }

        _files = next.Files;
        _standing.Secrets.AddAll(next.Secrets);
        if (!next.IsUsable)
        {
            Refuse([.. next.Problems.Where(problem => problem.IsError).Select(problem => problem.ToString())]);
            return;
        }

        var changed = LiveSettings.Differences(_last.Tree, next.Tree);
        var waiting = LiveSettings.Differences(_standing.Tree, next.Tree).Where(path => !_live.IsLive(path)).Select(LiveSettings.SettingPathText).ToList();
        _state.Replace(_live.Merge(_standing, next));
        _stamp.Text = ConfigurationHash.OfReloaded(_standing, next, _live);
        _last = next;
        if (changed.Count > 0)
        {
            _log.SettingsRead(string.Join(", ", changed.Select(LiveSettings.SettingPathText)), waiting.Count == 0 ? "none" : string.Join(", ", waiting));
        }

        _state.Set([], waiting);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _clock);
        var seen = _read;
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            var now = Stamp();
            // A file that is still being written changes from look to look.
            if (now == seen && now != _read)
            {
                _read = now;
                Reload();
            }

            seen = now;
        }
    }

    private void Refuse(IReadOnlyList<string> errors)
    {
        _log.SettingsRefused(string.Join(' ', errors));
        _state.Set(errors, _state.WaitForRestart);
    }

    private string Stamp() => string.Join('\n', _files.Select(path =>
    {
        var file = new FileInfo(path);
        return file.Exists ? $"{path} {file.LastWriteTimeUtc.Ticks} {file.Length}" : path;
    }));
}
