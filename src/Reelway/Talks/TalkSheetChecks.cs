using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Engine;
using Reelway.Frame.Configuration;
using Reelway.Frame.Doctor;
using Reelway.Talks.Sheets;

namespace Reelway.Talks;

/// <summary>Opens the configured sheets: whether they can be read, and have the columns that the talks need.</summary>
internal static class TalkSheetChecks
{
    // Somebody waits at a terminal.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>Both sheets, as far as they are set.</summary>
    public static async Task<IReadOnlyList<Finding>> LookAsync(Settings settings, TimeProvider clock, CancellationToken cancellation)
    {
        // Settings that can't be used are told by the check of the configuration.
        if (!settings.IsUsable)
        {
            return [];
        }

        var options = settings.Get<TalksOptions>();
        using var http = new ConnectorHttp(clock, NullLoggerFactory.Instance);
        using var pool = new ConnectionPool(settings.Connections, http, NullLoggerFactory.Instance, clock);
        var sources = new SheetSources(options, pool, new FaultClassifier(clock));
        using var talks = new CachedSheet(sources.Open(options.Sheet, options.SheetTab, "talks.sheet"), clock, options.SheetCache);
        using var speakers = new CachedSheet(sources.Open(options.Speakers, options.SpeakersTab, "talks.speakers"), clock, options.SheetCache);
        var findings = new List<Finding>();
        if (!string.IsNullOrWhiteSpace(options.Sheet))
        {
            findings.Add(await LookAsync("talks.sheet", clock, async limited =>
            {
                var all = await new TalkSheet(talks, () => options.Columns).ListAsync(limited);
                return $"{talks.Source.Name} has {all.Count} talks, {all.Count(talk => talk.Link.Length > 0)} of them with a link.";
            }, cancellation));
        }

        if (!string.IsNullOrWhiteSpace(options.Speakers))
        {
            findings.Add(await LookAsync("talks.speakers", clock, async limited =>
            {
                await new SpeakerDirectory(speakers, () => options.SpeakerColumns).FindAsync([], limited);
                return $"{speakers.Source.Name} has {(await speakers.ReadAsync(limited)).Table.Rows.Count} rows.";
            }, cancellation));
        }

        return findings;
    }

    private static async Task<Finding> LookAsync(string what, TimeProvider clock, Func<CancellationToken, Task<string>> look, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(Patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            return Finding.Ok(what, await look(either.Token));
        }
        catch (FaultException fault)
        {
            return Finding.Fail(what, fault.Message, "Then look again: reelway doctor");
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Finding.Fail(what, $"It could not be read within {Patience.TotalSeconds:0} s.", "Check the way to it from this machine.");
        }
    }
}
