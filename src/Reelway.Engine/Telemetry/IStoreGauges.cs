namespace Reelway.Engine;

/// <summary>What the database holds, as gauges of the meter <see cref="EngineTelemetry.StoreMeterName"/>.</summary>
public interface IStoreGauges
{
    /// <summary>Looks at the database, unless that was done a moment ago. A database that does not answer leaves the gauges out.</summary>
    Task RefreshAsync(CancellationToken cancellation);
}
