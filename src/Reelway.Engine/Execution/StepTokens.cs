namespace Reelway.Engine.Execution;

/// <summary>What can stop the steps of an execution.</summary>
/// <param name="cancelled">A person has cancelled the run.</param>
/// <param name="draining">The process is to end: finish running steps, begin no other.</param>
/// <param name="stopping">The process ends now.</param>
internal sealed class StepTokens(CancellationToken cancelled, CancellationToken draining, CancellationToken stopping) : IDisposable
{
    private readonly CancellationTokenSource _any = CancellationTokenSource.CreateLinkedTokenSource(cancelled, stopping);

    /// <summary>What a body is given.</summary>
    public CancellationToken Body => _any.Token;

    public bool Cancelled => cancelled.IsCancellationRequested;

    public bool NoNewSteps => cancelled.IsCancellationRequested || draining.IsCancellationRequested || stopping.IsCancellationRequested;

    /// <summary>Stops the bodies of this execution alone: it is being given up.</summary>
    public void GiveUp() => _any.Cancel();

    public void Dispose() => _any.Dispose();
}
