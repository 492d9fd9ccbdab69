using Reelway.Storage;
using Reelway.Storage.Postgres;

namespace Reelway.Engine.Doorbells;

/// <summary>Rings as notifications of the database that the processes share: nothing to install, and each one reaches every listener.</summary>
public sealed class PostgresRings(PostgresUrl url) : IRingCarrier
{
    private const string Channel = "reelway_rings";

    /// <inheritdoc/>
    public async Task<IRingLine> ConnectAsync(IReadOnlyCollection<string>? queues, Action<Ring> heard, CancellationToken cancellation)
    {
        try
        {
            return new Line(await PostgresChannel.OpenAsync(url, Channel, queues is null ? null : Hear, cancellation));
        }
        catch (StorageException fault)
        {
            throw new DoorbellException(fault.Message, fault);
        }

        // What can't be read was sent by a newer version of this program; its runs are found by looking.
        void Hear(string payload)
        {
            if (RingText.Read(payload) is { } ring)
            {
                heard(ring);
            }
        }
    }

    private sealed class Line(PostgresChannel channel) : IRingLine
    {
        public Task Lost { get; } = TranslateAsync(channel.Lost);

        public Task SendAsync(IReadOnlyCollection<Ring> rings, CancellationToken cancellation)
            => TranslateAsync(channel.NotifyAsync([.. rings.Select(RingText.Of)], cancellation));

        public ValueTask DisposeAsync() => channel.DisposeAsync();

        private static async Task TranslateAsync(Task done)
        {
            try
            {
                await done;
            }
            catch (StorageException fault)
            {
                throw new DoorbellException(fault.Message, fault);
            }
        }
    }
}
