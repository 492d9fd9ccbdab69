using Reelway.Storage;

namespace Reelway.Engine.Tests;

/// <summary>A kind of database that the engine runs on; every promise is tested on each.</summary>
public abstract class EngineStore
{
    /// <summary>An empty place for one test.</summary>
    internal abstract Task<IStorePlace> MakeAsync(CancellationToken cancellation);
}

/// <summary>A test's own database, which can be opened again after a stop or a crash.</summary>
internal interface IStorePlace : IAsyncDisposable
{
    Task<IDatabase> OpenAsync(TimeProvider clock, CancellationToken cancellation);
}
