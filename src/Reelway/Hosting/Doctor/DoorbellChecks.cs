using Reelway.Engine.Doorbells;
using Reelway.Frame.Configuration;
using Reelway.Frame.Doctor;
using Reelway.Hosting.Server;

namespace Reelway.Hosting.Doctor;

/// <summary>Looks at what carries rings between processes. Without it work is only found later, so nothing here is a failure.</summary>
internal static class DoorbellChecks
{
    private const string Name = "doorbell";

    /// <summary>Connects as a process does that rings others.</summary>
    public static async Task<Finding> LookAsync(Settings settings, CancellationToken cancellation)
    {
        if (!settings.Get<DoorbellOptions>().IsUsable)
        {
            return Finding.Fail(Name, "It can't be looked at: doorbell.url is not the address of a broker.", "Write amqp://user:password@host:5672/virtual-host, or amqps: for TLS.");
        }

        if (DoorbellChoice.Of(settings) is not { } choice)
        {
            return settings.Get<DoorbellOptions>().Broker is null
                ? Finding.Ok(Name, "none: one process has the database alone")
                : Finding.Warn(Name, "doorbell.url is set, but one process has the database alone and rings nobody.", "Remove it, or share a database: storage.url: postgresql://…");
        }

        try
        {
            await using var line = await choice.Carrier.ConnectAsync(queues: null, static _ => { }, cancellation);
            return await line.SetAsideAsync(cancellation) is > 0 and var parked
                ? Finding.Warn(
                    Name, $"{choice.Name}; messages that no process could read are parked in engine.parked: {parked}.",
                    "No run is lost by it. Look where they come from, then purge the queue.")
                : Finding.Ok(Name, choice.Name);
        }
        catch (DoorbellException problem)
        {
            return Finding.Warn(Name, problem.Message, "Until then idle processes find work only at their next sweep (engine.sweep).");
        }
    }
}
