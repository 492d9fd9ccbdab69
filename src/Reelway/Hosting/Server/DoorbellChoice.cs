using Reelway.Engine.Doorbells;
using Reelway.Engine.RabbitMq;
using Reelway.Frame.Configuration;
using Reelway.Storage.Postgres;

namespace Reelway.Hosting.Server;

/// <summary>What carries rings between the processes of an installation.</summary>
/// <param name="Carrier">Connects to it.</param>
/// <param name="Name">What it is and where.</param>
internal sealed record DoorbellChoice(IRingCarrier Carrier, string Name)
{
    /// <summary>By default the database that the processes share; null when one process has it alone, and nobody is there to be rung.</summary>
    public static DoorbellChoice? Of(Settings settings)
    {
        if (settings.Get<StorageOptions>().Url is not { } storage || PostgresUrl.TryParse(storage, out _) is not { } database)
        {
            return null;
        }

        return settings.Get<DoorbellOptions>().Broker is { } broker
            ? new DoorbellChoice(new RabbitMqRings(broker), $"RabbitMQ at {broker.Where}")
            : new DoorbellChoice(new PostgresRings(database), $"notifications of PostgreSQL, {database.Where}");
    }
}
