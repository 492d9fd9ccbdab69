using System.Reflection;
using Reelway.Engine;
using Reelway.Storage;

namespace Reelway.Tests.Schedules;

/// <summary>The engine of a process that dies while it starts a run: before the transaction is committed, or before it hears that it was.</summary>
/// <remarks>Public: the runtime makes a subclass of it.</remarks>
public class DyingRuns : DispatchProxy
{
    private IRuns _inner = null!;
    private bool _diesAfterCommit;

    public static IRuns Of(IRuns inner, bool diesAfterCommit)
    {
        var runs = Create<IRuns, DyingRuns>();
        var proxy = (DyingRuns)(object)runs;
        (proxy._inner, proxy._diesAfterCommit) = (inner, diesAfterCommit);
        return runs;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var starts = targetMethod!.Name.StartsWith("Start", StringComparison.Ordinal);
        if (starts && !_diesAfterCommit)
        {
            var also = args!.OfType<Func<IDbSession, Task>>().Single();
            args = [.. args!.Select(argument => ReferenceEquals(argument, also) ? (Func<IDbSession, Task>)(async session =>
            {
                await also(session);
                throw new DeathException();
            }) : argument)];
        }

        var answer = targetMethod.Invoke(_inner, args);
        return starts && _diesAfterCommit ? DieAfterAsync((Task<IReadOnlyList<StartedRun>>)answer!) : answer;
    }

    private static async Task<T> DieAfterAsync<T>(Task<T> stored)
    {
        await stored;
        throw new DeathException();
    }

    private sealed class DeathException() : Exception("The process died here.");
}
