using System.Text;

namespace Reelway.Frame.Logging;

/// <summary>A log file that may fail: the program goes on, the console is told once, and the file tells later what it lacks.</summary>
/// <param name="tell">Says a sentence on the console.</param>
/// <param name="note">Makes a line of a sentence, for the file itself.</param>
internal sealed class SteadyFile(RotatingFile file, Action<LogLevel, string> tell, Func<string, string> note) : IDisposable
{
    private readonly Lock _gate = new();
    private long _lost;
    private bool _rotates = true;

    /// <summary>Appends lines, or counts them as lost. Never throws for what a disk can do.</summary>
    public void Append(string lines)
    {
        lock (_gate)
        {
            if (TryAppend(lines))
            {
                Rotate();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private bool TryAppend(string lines)
    {
        try
        {
            file.Append(Encoding.UTF8.GetBytes(_lost == 0 ? lines : note($"{_lost} messages are missing here: the log could not be written.") + lines));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (_lost++ == 0)
            {
                tell(LogLevel.Error, $"The log can't be written ({failure.Message}); messages go to the console alone until it can. Free space, or let this user write there.");
            }

            return false;
        }

        if (_lost > 0)
        {
            tell(LogLevel.Warning, $"The log {file.FullPath} is written again; {_lost} messages are missing in it.");
            _lost = 0;
        }

        return true;
    }

    private void Rotate()
    {
        try
        {
            file.RotateWhenFull();
            _rotates = true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            if (_rotates)
            {
                tell(LogLevel.Error, $"The log can't be rotated and grows ({failure.Message}). Let this user rename files there.");
            }

            _rotates = false;
        }
    }
}
