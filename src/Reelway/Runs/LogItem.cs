using Reelway.Engine;

namespace Reelway.Runs;

/// <summary>A line of a run's log.</summary>
/// <param name="Level">info, warning or error.</param>
internal sealed record LogItem(long Id, DateTime At, string Level, string? Step, string Message)
{
    public static LogItem From(RunLogLine line) => new(line.Id, line.At.UtcDateTime, line.Level.Name(), line.Step, line.Message);
}

/// <summary>Lines of a run's log, oldest first.</summary>
/// <param name="LastId">What to send as <c>after</c> for the lines that follow.</param>
internal sealed record LogList(IReadOnlyList<LogItem> Items, long LastId, bool HasMore);
