using System.Diagnostics;
using Npgsql;
using Reelway.Contracts.Servers;

namespace Reelway.Bench;

/// <summary>What each peer is given.</summary>
internal sealed record PeersLoad(int Concurrency, int Jobs, TimeSpan AtMost);

/// <summary>Jobs that do nothing, from being handed in durably to being carried out, for ours and for others, each on an empty database of one server.</summary>
internal static class PeersBench
{
    private static readonly (string Name, Start Start)[] Peers =
    [
        ("reelway", Ours.StartAsync),
        ("orleans", OrleansPeer.StartAsync),
        ("hangfire", HangfirePeer.StartAsync),
        ("wolverine", WolverinePeer.StartAsync),
        ("rebus", RebusPeer.StartAsync),
    ];

    /// <summary>Starts a peer on an empty database, set up as its guide says.</summary>
    private delegate Task<IPeer> Start(string address, int concurrency, Arrivals arrivals, CancellationToken cancellation);

    public static async Task<int> RunAsync(PeersLoad load, IReadOnlyCollection<string> only, FiguresReport report, CancellationToken cancellation)
    {
        await using var server = await PostgresServer.StartAsync(new PostgresOptions { Durable = true }, cancellation);
        double? ours = null;
        foreach (var (name, start) in Peers.Where(each => only.Count == 0 || only.Contains(each.Name)))
        {
            await using var database = await server.CreateDatabaseAsync(cancellation);
            var measured = await MeasureAsync(start, AddressOf(database.Url), load, cancellation);
            ours ??= measured.PerSecond;
            report.Add(
                name, ("jobs_per_second", measured.PerSecond), ("of_the_first", measured.PerSecond / ours.Value), ("up_ms", measured.UpMs),
                ("working_set_mb", Environment.WorkingSet / 1024d / 1024d));
        }

        return 0;
    }

    private static async Task<(double PerSecond, double UpMs)> MeasureAsync(Start start, string address, PeersLoad load, CancellationToken cancellation)
    {
        var arrivals = new Arrivals();
        var begun = Stopwatch.GetTimestamp();
        await using var peer = await start(address, load.Concurrency, arrivals, cancellation);
        await OneAsync(0);
        var up = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        // What is compiled at the first use is no part of what is measured.
        await RunAsync(1, load.Jobs / 4, TimeSpan.FromSeconds(5));
        return (await RunAsync(load.Jobs, load.Jobs, load.AtMost), up);

        async Task OneAsync(int job)
        {
            await peer.HandInAsync(job, cancellation);
            await arrivals.WaitAsync(job, cancellation);
        }

        async Task<double> RunAsync(int first, int count, TimeSpan atMost)
        {
            var next = -1;
            var done = 0;
            var since = Stopwatch.GetTimestamp();
            await Task.WhenAll(Enumerable.Range(0, load.Concurrency).Select(_ => Task.Run(async () =>
            {
                for (var job = Interlocked.Increment(ref next); job < count && Stopwatch.GetElapsedTime(since) < atMost; job = Interlocked.Increment(ref next))
                {
                    await OneAsync(first + job);
                    Interlocked.Increment(ref done);
                }
            })));
            return done / Stopwatch.GetElapsedTime(since).TotalSeconds;
        }
    }

    private static string AddressOf(string url)
    {
        var uri = new Uri(url);
        var user = uri.UserInfo.Split(':', 2);
        return new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.Port,
            Database = uri.AbsolutePath[1..],
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            MaxPoolSize = 90,
        }.ConnectionString;
    }
}
