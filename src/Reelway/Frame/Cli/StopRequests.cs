using System.Runtime.InteropServices;

namespace Reelway.Frame.Cli;

/// <summary>The wish to stop: the first is gentle, the second means now. Ctrl-C and SIGTERM say it.</summary>
internal sealed class StopRequests : IDisposable
{
    private readonly CancellationTokenSource _gently = new();
    private readonly CancellationTokenSource _now = new();
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _count;

    /// <summary>Cancelled by the first wish.</summary>
    public CancellationToken Gently => _gently.Token;

    /// <summary>Cancelled by the second wish.</summary>
    public CancellationToken Now => _now.Token;

    /// <summary>True when the wish came from the keyboard.</summary>
    public bool Interrupted { get; private set; }

    /// <summary>Those that signals to this process utter.</summary>
    public static StopRequests FromSignals()
    {
        var stop = new StopRequests();
        foreach (var signal in new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM })
        {
            stop._registrations.Add(PosixSignalRegistration.Create(signal, context =>
            {
                // Otherwise the runtime would end the process.
                context.Cancel = true;
                stop.Request(context.Signal == PosixSignal.SIGINT);
            }));
        }

        return stop;
    }

    /// <summary>Completes with the first wish, or when one of the others is cancelled.</summary>
    public async Task GentlyAsync(params CancellationToken[] others)
    {
        var uttered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var registrations = others.Append(Gently).Select(token => token.Register(() => uttered.TrySetResult())).ToList();
        await uttered.Task;
        registrations.ForEach(registration => registration.Dispose());
    }

    /// <summary>Utters the wish once.</summary>
    public void Request(bool interrupted)
    {
        Interrupted |= interrupted;
        (Interlocked.Increment(ref _count) == 1 ? _gently : _now).Cancel();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _gently.Dispose();
        _now.Dispose();
    }
}
