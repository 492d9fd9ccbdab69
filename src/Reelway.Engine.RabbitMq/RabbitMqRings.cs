using RabbitMQ.Client;
using Reelway.Engine.Doorbells;

namespace Reelway.Engine.RabbitMq;

/// <summary>Rings over a RabbitMQ broker: a queue per queue of ours, of which each ring reaches one process, and what concerns all to all.</summary>
/// <remarks>The broker holds no state of runs: it may lose everything, and rings may come late, twice or never.</remarks>
public sealed class RabbitMqRings(RabbitMqUrl url) : IRingCarrier
{
    /// <inheritdoc/>
    public async Task<IRingLine> ConnectAsync(IReadOnlyCollection<string>? queues, Action<Ring> heard, CancellationToken cancellation)
    {
        IConnection? connection = null;
        try
        {
            connection = await url.Factory.CreateConnectionAsync(cancellation);
            var line = new RabbitMqLine(connection, url.Where);
            await line.OpenAsync(queues, heard, cancellation);
            return line;
        }
        catch (Exception failure)
        {
            if (connection is not null)
            {
                await RabbitMqLine.CloseAsync(connection);
            }

            throw BrokerFaults.Of(failure, url.Where) ?? failure;
        }
    }
}
