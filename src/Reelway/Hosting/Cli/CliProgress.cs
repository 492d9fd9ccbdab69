using System.Globalization;
using Spectre.Console;

namespace Reelway.Hosting.Cli;

/// <summary>How far a piece of work is, for whoever waits: a bar on a terminal, a line now and then elsewhere.</summary>
internal static class CliProgress
{
    /// <summary>Does the work while showing how far it is.</summary>
    /// <param name="work">Is given what to report a share of 0 to 1 to.</param>
    public static Task<T> WatchAsync<T>(CliCall call, string title, Func<IProgress<double>, Task<T>> work)
        => call.Console.CanDraw ? DrawAsync(call, title, work) : work(new Lines(call.Console, title));

    private static Task<T> DrawAsync<T>(CliCall call, string title, Func<IProgress<double>, Task<T>> work)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(call.Surroundings.Error) });
        return console.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context =>
            {
                var bar = context.AddTask(Markup.Escape(CliText.Clean(title)), maxValue: 1);
                return work(new Bar(bar));
            });
    }

    private sealed class Bar(ProgressTask bar) : IProgress<double>
    {
        public void Report(double value) => bar.Value = value;
    }

    /// <summary>A line per tenth, so that a log of a build server stays short.</summary>
    private sealed class Lines(CliConsole console, string title) : IProgress<double>
    {
        private readonly Lock _gate = new();
        private int _last = -1;

        public void Report(double value)
        {
            lock (_gate)
            {
                var tenth = (int)Math.Floor(Math.Clamp(value, 0, 1) * 10);
                if (tenth > _last)
                {
                    _last = tenth;
                    console.Say(string.Create(CultureInfo.InvariantCulture, $"{title}: {tenth * 10} %"));
                }
            }
        }
    }
}
