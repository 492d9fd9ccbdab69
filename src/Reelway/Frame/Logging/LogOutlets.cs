namespace Reelway.Frame.Logging;

/// <summary>Where messages go: the console, <c>reelway.log</c>, and what failed to <c>errors.log</c> as well.</summary>
internal sealed class LogOutlets : IDisposable
{
    private readonly TextWriter _console;
    private readonly TimeProvider _clock;
    private readonly LogLevel _consoleLevel;
    private readonly LogOptions _options;
    private readonly LogLines _consoleLines;
    private readonly LogLines _fileLines;
    private readonly SteadyFile _all;
    private readonly SteadyFile _errors;
    private readonly Lock _gate = new();

    /// <param name="consoleLevel">The least weight that the console shows.</param>
    /// <param name="process">What this process is: <c>serve[4711]</c>.</param>
    public LogOutlets(LogOptions options, TextWriter console, LogLevel consoleLevel, string process, TimeProvider clock)
    {
        _console = console;
        _clock = clock;
        _consoleLevel = consoleLevel;
        _options = options;
        _consoleLines = new LogLines(options.Format, process: null);
        _fileLines = new LogLines(options.Format, process);
        _all = Open(options, "reelway.log");
        _errors = Open(options, "errors.log");
    }

    /// <summary>Writes an entry wherever it belongs.</summary>
    public void Write(LogEntry entry)
    {
        if (entry.Level >= _consoleLevel)
        {
            Show(entry);
        }

        var line = _fileLines.Text(entry, withStack: true);
        _all.Append(line);
        if (entry.Level >= LogLevel.Error)
        {
            _errors.Append(line);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _all.Dispose();
        _errors.Dispose();
    }

    private SteadyFile Open(LogOptions options, string name)
    {
        var file = new RotatingFile(Path.Combine(options.Folder, name), options.RotateBytes, options.Files);
        return new SteadyFile(file, (level, sentence) => Show(OwnEntry(level, sentence)), sentence => _fileLines.Text(OwnEntry(LogLevel.Warning, sentence), withStack: false));
    }

    private void Show(LogEntry entry)
    {
        var line = _consoleLines.Text(entry, _options.Level <= LogWeight.Debug);
        lock (_gate)
        {
            try
            {
                _console.Write(line);
            }
            catch (IOException)
            {
                // The console is a file on a full disk, or a program that has ended. The log's files have the line, and work must go on.
            }
        }
    }

    private LogEntry OwnEntry(LogLevel level, string sentence) => new(_clock.GetUtcNow(), level, "Log", 0, sentence, [], null, null);
}
