namespace Reelway.Engine.Doorbells;

/// <summary>For a process that is alone, or that leaves it to the sweep to notice others' work.</summary>
internal sealed class NoDoorbell : IDoorbell
{
    public string? Trouble => null;

    public Task ListenAsync(IReadOnlyCollection<string> queues, Action<Ring> rung, CancellationToken cancellation) => Task.CompletedTask;

    public void Ring(Ring ring)
    {
        // Nobody else is there to hear it.
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
