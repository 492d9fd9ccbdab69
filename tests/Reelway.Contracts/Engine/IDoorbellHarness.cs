using Reelway.Contracts.Servers;
using Reelway.Engine;

namespace Reelway.Contracts.Engine;

/// <summary>A peer that doorbells connect to, as <see cref="DoorbellContract"/> needs it. Everything made here is disposed of with it.</summary>
public interface IDoorbellHarness : IAsyncDisposable
{
    /// <summary>The line of every doorbell from <see cref="ThroughProxy"/>.</summary>
    TcpProxy Proxy { get; }

    /// <summary>A doorbell as another process would have it.</summary>
    IDoorbell Direct();

    /// <summary>A doorbell whose line can be tampered with.</summary>
    IDoorbell ThroughProxy();

    /// <summary>A doorbell that is configured with this password.</summary>
    IDoorbell WithPassword(string password);

    /// <summary>The peer forgets all that it was told, and every connection to it.</summary>
    Task LoseEverythingAsync(CancellationToken cancellation);
}
