using System.Threading.Channels;
using Reelway.Storage.Writing;

namespace Reelway.Storage.Postgres;

/// <summary>Takes whatever looks are asked for, and looks once for all of a kind. What gathers while it looks is looked for next.</summary>
/// <remarks>A lone look costs one way to the server and back, where a reading transaction costs two; sixty at once cost the same.</remarks>
internal sealed class PostgresLooks : IAsyncDisposable
{
    private readonly Channel<IWrite> _queue = Channel.CreateUnbounded<IWrite>(new() { SingleReader = true });
    private readonly PostgresTransactions _transactions;
    private readonly string _where;
    private readonly Task _looker;

    /// <summary>Begins to look.</summary>
    public PostgresLooks(PostgresTransactions transactions, string where)
    {
        (_transactions, _where) = (transactions, where);
        _looker = Task.Run(LookAsync);
    }

    /// <summary>Looks, together with whoever asks at the same time.</summary>
    public Task<TResult> ReadAsync<TKey, TResult>(IBulkRead<TKey, TResult> bulk, TKey key, CancellationToken cancellation)
    {
        var look = new BulkRead<TKey, TResult>(bulk, key, cancellation);
        if (look.TryBegin() && !_queue.Writer.TryWrite(look))
        {
            look.Fail(new ObjectDisposedException(nameof(PostgresDatabase), $"The database {_where} is closed."));
        }

        return look.Task;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _looker;
    }

    private async Task LookAsync()
    {
        var group = new List<IWrite>(WriteGroup.Largest);
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (group.Count < WriteGroup.Largest && _queue.Reader.TryRead(out var look))
            {
                if (look.TryBegin())
                {
                    group.Add(look);
                }
            }

            await Task.WhenAll(group.GroupBy(look => look.Kind).Select(kind => LookAsync([.. kind])).ToList());
            group.Clear();
        }
    }

    private async Task LookAsync(IWrite[] same)
    {
        try
        {
            await _transactions.OnLivingConnectionAsync(
                async connection =>
                {
                    await same[0].RunAsync(new PostgresReading(connection), same);
                    return true;
                },
                CancellationToken.None);
        }
        catch (Exception failure)
        {
            var fault = PostgresFaults.Of(failure, _where) ?? failure;
            Array.ForEach(same, look => look.Fail(fault));
            return;
        }

        Array.ForEach(same, look => look.Complete());
    }
}
