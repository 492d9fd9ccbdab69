using Reelway.Engine.Execution;
using Reelway.Engine.Stores;

namespace Reelway.Engine;

/// <summary>Has every process look at its <see cref="ITimedWork"/> at once, after a change to when it is due.</summary>
public sealed class TimedWorkBell
{
    private readonly RunStore _store;
    private readonly Doorbell _doorbell;

    internal TimedWorkBell(RunStore store, Doorbell doorbell) => (_store, _doorbell) = (store, doorbell);

    /// <summary>Something may be due now, or earlier than was known.</summary>
    public void Ring()
    {
        _doorbell.Due(_store.NowMs);
        _doorbell.RingAll();
    }
}
