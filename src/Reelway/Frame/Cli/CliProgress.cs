using System.Globalization;
using Spectre.Console;

namespace Reelway.Frame.Cli;

/// <summary>How far a piece of work is, for whoever waits: a bar on a terminal, a line now and then elsewhere.</summary>
internal static class CliProgress
{
    /// <summary>Does the work while showing how far it is.</summary>
    /// <param name="work">Is given what to report a share of 0 to 1 to.</param>
    public static Task<T> WatchAsync<T>(CliCall call, string title, Func<IProgress<double>, Task<T>> work)
        => WatchAsync<T>(call, doing => work(new Titled(title, doing)));

    /// <summary>Does work of several parts while showing which one is at hand and how far it is.</summary>
    public static Task<T> WatchAsync<T>(CliCall call, Func<IProgress<Doing>, Task<T>> work)
        => call.Console.CanDraw ? DrawAsync(call, work) : work(new Lines(call.Console));

    private static Task<T> DrawAsync<T>(CliCall call, Func<IProgress<Doing>, Task<T>> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(call.Surroundings.Error) });
        return console.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context => work(new Bar(context.AddTask("…", maxValue: 1))));
    }

    /// <summary>What is being done.</summary>
    /// <param name="Title">In a few words.</param>
    /// <param name="Share">0 to 1; null where nobody knows.</param>
    internal readonly record struct Doing(string Title, double? Share);

    private sealed class Titled(string title, IProgress<Doing> doing) : IProgress<double>
    {
        public void Report(double value) => doing.Report(new Doing(title, value));
    }

    private sealed class Bar(ProgressTask bar) : IProgress<Doing>
    {
        public void Report(Doing value)
        {
            bar.Description = Markup.Escape(CliText.Clean(value.Title));
            bar.IsIndeterminate = value.Share is null;
            bar.Value = value.Share ?? 0;
        }
    }

    /// <summary>A line per part and tenth, so that a log of a build server stays short.</summary>
    private sealed class Lines(CliConsole console) : IProgress<Doing>
    {
        private readonly Lock _gate = new();
        private string _title = "";
        private int _last = -1;

        public void Report(Doing value)
        {
            lock (_gate)
            {
                var tenth = value.Share is { } share ? (int)Math.Floor(Math.Clamp(share, 0, 1) * 10) : 0;
                if (value.Title == _title && tenth <= _last)
                {
                    return;
                }

                (_title, _last) = (value.Title, tenth);
                console.Say(value.Share is null ? value.Title : string.Create(CultureInfo.InvariantCulture, $"{value.Title}: {tenth * 10} %"));
            }
        }
    }
}
