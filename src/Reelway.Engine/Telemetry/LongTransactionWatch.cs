using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Reelway.Storage;

namespace Reelway.Engine.Telemetry;

/// <summary>Tells of transactions that somebody leaves open in a shared database: each holds back vacuum, so that claims get slower the longer it lasts.</summary>
internal sealed class LongTransactionWatch(IDatabase database, EngineOptions options, TimeProvider clock, ILogger<LongTransactionWatch> log) : BackgroundService
{
    /// <summary>Between two looks.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    private HashSet<(long Pid, long SinceMs)> _told = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // SQLite has one writer, and its readers hold up nothing but the log's end.
        while (database.Dialect == SqlDialect.Postgres && options.LongTransaction > TimeSpan.Zero)
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (StorageException unreachable)
            {
                // Whoever works says so; what is open then is seen at the next look.
                log.NotLookedForLongTransactions(unreachable.Message);
            }

            await Task.Delay(Every, clock, stoppingToken);
        }
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        var open = await database.ReadAsync(session => StoreLevelReader.LongTransactionsAsync(session, options.LongTransaction), cancellation);
        foreach (var transaction in open.Where(transaction => !_told.Contains((transaction.Pid, transaction.SinceMs))))
        {
            log.TransactionLeftOpen(transaction.AgeMs / 1000, transaction.Who, transaction.Pid, transaction.State);
        }

        _told = [.. open.Select(transaction => (transaction.Pid, transaction.SinceMs))];
    }
}
