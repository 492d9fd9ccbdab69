using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using Reelway.Engine;

/// <summary>
/// Loaded into the real program by DOTNET_STARTUP_HOOKS: kills the process, as <c>kill -9</c> does, at the moment that
/// REELWAY_TEST_KILL_AT names as <c>STEP:MOMENT:COUNT</c> (<c>upload:Checkpoint:2</c>); at that of REELWAY_TEST_STICK_AT the step's thread
/// is stuck for good. The runtime asks for this very name.
/// </summary>
internal static class StartupHook
{
    /// <summary>Called by the runtime before the program's own Main.</summary>
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable("REELWAY_TEST_KILL_AT") is { Length: > 0 } where)
        {
            Subscribe(where, Kill);
        }

        if (Environment.GetEnvironmentVariable("REELWAY_TEST_STICK_AT") is { Length: > 0 } place)
        {
            Subscribe(place, static () => Console.Error.WriteLine("A step is stuck."));
        }
    }

    // Apart, so that the engine's assembly is looked for only when it is wanted.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Subscribe(string where, Action act)
    {
        var parts = where.Split(':');
        var place = new At(string.Join(':', parts[..^2]), Enum.Parse<StepMoment>(parts[^2]), int.Parse(parts[^1], CultureInfo.InvariantCulture), act);
        DiagnosticListener.AllListeners.Subscribe(place);
    }

    private static void Kill()
    {
        using var self = Process.GetCurrentProcess();
        self.Kill();
    }

    private sealed class At(string step, StepMoment moment, int count, Action act) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
    {
        private int _seen;

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == EngineDiagnostics.ListenerName)
            {
                value.Subscribe(this);
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Value is StepEvent seen && seen.Step == step && seen.Moment == moment && Interlocked.Increment(ref _seen) == count)
            {
                act();

                // A signal may take a moment; nothing of this thread must happen after it.
                Thread.CurrentThread.Join();
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
