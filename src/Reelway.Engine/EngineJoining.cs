using Microsoft.Extensions.DependencyInjection;
using Reelway.Engine.Workers;

namespace Reelway.Engine;

/// <summary>Makes a process one of those that share the database.</summary>
public static class EngineJoining
{
    /// <summary>Gives the process its place: from then on no other one makes the same ids. Comes before anything that makes one.</summary>
    /// <returns>The process's id among the workers.</returns>
    public static async Task<string> JoinSharedDatabaseAsync(this IServiceProvider services, CancellationToken cancellation)
        => (await services.GetRequiredService<WorkerMembership>().EnterAsync(cancellation)).Id;
}
