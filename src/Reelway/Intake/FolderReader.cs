using System.Threading.Channels;
using Reelway.Frame.Configuration;
using Reelway.Media;

namespace Reelway.Intake;

/// <summary>Takes in the files that appear in a folder, once each has stood still.</summary>
/// <remarks>
/// The file system's notices only ring; what is there is always read from the folder itself, which is also read from time to time without
/// a ring. After a restart everything in it is offered again, and what has been taken in before is recognised by its subject key.
/// </remarks>
/// <param name="setting">Where the folder is set, as messages name it.</param>
/// <param name="path">The folder; null when none is set.</param>
internal abstract partial class FolderReader(string setting, string? path, Live<IntakeOptions> current, TimeProvider time, ILogger logger) : BackgroundService
{
    private readonly SettlingFiles _files = new(time, current.Value.Settle);
    private readonly Channel<bool> _bell = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly HashSet<string> _unreachable = [];

    private bool _missing;
    private bool _isSilent;

    /// <summary>Why what is called so is passed by; null for what is taken in.</summary>
    protected abstract string? WhyPassedBy(string name);

    /// <summary>Takes a file in that has stood still. One that could not be taken in is offered again.</summary>
    protected abstract Task TakeAsync(Arrival file, CancellationToken cancellation);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            return;
        }

        var folder = Path.GetFullPath(path);
        FileSystemWatcher? watcher = null;
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                if (watcher is null || _missing)
                {
                    watcher?.Dispose();
                    watcher = Watch(folder);
                }

                await LookAsync(folder, stoppingToken);
                await PauseAsync(stoppingToken);
            }
        }
        finally
        {
            watcher?.Dispose();
        }
    }

    /// <summary>The files of a folder that are taken in.</summary>
    /// <param name="whyPassedBy">Why a file of that name is passed by; null for one that is taken in.</param>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It can't be read.</exception>
    public static IEnumerable<FileInfo> FilesIn(string folder, Func<string, string?> whyPassedBy)
        => new DirectoryInfo(folder).EnumerateFiles("*", new EnumerationOptions()).Where(file => whyPassedBy(file.Name) is null && NamedFile.IsRegular(file.FullName));

    private async Task LookAsync(string folder, CancellationToken cancellation)
    {
        foreach (var arrival in _files.Look(Arrivals(folder)))
        {
            try
            {
                await TakeAsync(arrival, cancellation);
                _files.TakenIn(arrival);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // Not noted as taken in, so it is offered again at the next look.
                LogNotTakenIn(exception, arrival.Uri);
            }
        }
    }

    private List<Arrival> Arrivals(string folder)
    {
        try
        {
            var found = FilesIn(folder, WhyPassedBy).Select(ArrivalOf).OfType<Arrival>().ToList();
            _missing = false;
            return found;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            if (!_missing)
            {
                LogUnreadable(setting, folder, exception.Message);
            }

            _missing = true;
            return [];
        }
    }

    private Arrival? ArrivalOf(FileInfo file)
    {
        try
        {
            return FileArrival.Find(file.FullName);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // One link that leads where this user may not look holds up nothing else.
            if (_unreachable.Add(file.FullName))
            {
                LogUnreachable(file.FullName, problem.Message);
            }

            return null;
        }
    }

    private FileSystemWatcher? Watch(string folder)
    {
        try
        {
            // A growing file would ring without end; names are enough, since settling is seen by looking.
            var watcher = new FileSystemWatcher(folder) { NotifyFilter = NotifyFilters.FileName };
            watcher.Created += (_, _) => _bell.Writer.TryWrite(true);
            watcher.Renamed += (_, _) => _bell.Writer.TryWrite(true);
            watcher.EnableRaisingEvents = true;
            _isSilent = false;
            return watcher;
        }
        catch (Exception exception) when (exception is IOException or ArgumentException)
        {
            if (!_isSilent && !_missing)
            {
                LogNoNotices(setting, folder, current.Value.Rescan, exception.Message);
                _isSilent = true;
            }

            return null;
        }
    }

    private async Task PauseAsync(CancellationToken stopping)
    {
        var pause = _files.UntilNext() is { } next && next < current.Value.Rescan ? next : current.Value.Rescan;
        // A file that could not be taken in is due at once; it is not to be tried without a breath.
        var breath = TimeSpan.FromMilliseconds(250);
        using var timer = new CancellationTokenSource(pause > breath ? pause : breath, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, timer.Token);
        try
        {
            await _bell.Reader.ReadAsync(either.Token);
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            // The time is up: look without having been rung.
        }
    }

    [LoggerMessage(3002, LogLevel.Error, "{File} could not be taken in and is tried again")]
    private partial void LogNotTakenIn(Exception exception, string file);

    [LoggerMessage(3003, LogLevel.Warning, "{Setting} {Folder} can't be read: {Reason} It is looked for again; create it or correct the setting")]
    private partial void LogUnreadable(string setting, string folder, string reason);

    [LoggerMessage(3004, LogLevel.Warning, "{Setting} {Folder} gives no notices, so it is read every {Rescan} only: {Reason}")]
    private partial void LogNoNotices(string setting, string folder, TimeSpan rescan, string reason);

    [LoggerMessage(3005, LogLevel.Warning, "{File} can't be reached and is looked for again: {Reason}")]
    private partial void LogUnreachable(string file, string reason);
}
