using Microsoft.CodeAnalysis;

namespace Reelway.Engine.Analyzers;

/// <summary>What differs from one call to the next, and what to say instead.</summary>
internal static class ForbiddenInFlows
{
    private const string Clock = "ask run.NowAsync";
    private const string Chance = "ask run.RandomAsync or run.NewIdAsync";
    private const string Wait = "wait with run.DelayAsync, or do it in a step";
    private const string Beside = "run steps side by side with run.ParallelAsync";
    private const string Outside = "do it in a step";

    private static readonly Dictionary<string, string> Members = new()
    {
        ["System.DateTime.Now"] = Clock,
        ["System.DateTime.UtcNow"] = Clock,
        ["System.DateTime.Today"] = Clock,
        ["System.DateTimeOffset.Now"] = Clock,
        ["System.DateTimeOffset.UtcNow"] = Clock,
        ["System.TimeProvider.GetUtcNow"] = Clock,
        ["System.TimeProvider.GetLocalNow"] = Clock,
        ["System.TimeProvider.GetTimestamp"] = Clock,
        ["System.Environment.TickCount"] = Clock,
        ["System.Environment.TickCount64"] = Clock,
        ["System.Environment.GetEnvironmentVariable"] = Outside,
        ["System.Guid.NewGuid"] = Chance,
        ["System.Guid.CreateVersion7"] = Chance,
        ["System.Threading.Tasks.Task.Delay"] = Wait,
        ["System.Threading.Tasks.Task.Run"] = Beside,
        ["System.Threading.Tasks.Task.ConfigureAwait"] = "leave it out: the flow's own order must be kept",
        ["System.Threading.Tasks.TaskFactory.StartNew"] = Beside,
        ["System.Threading.Thread.Sleep"] = Wait,
    };

    /// <summary>Types of which nothing may be used.</summary>
    private static readonly Dictionary<string, string> Types = new()
    {
        ["System.Random"] = Chance,
        ["System.Security.Cryptography.RandomNumberGenerator"] = Chance,
        ["System.Diagnostics.Stopwatch"] = Clock,
        ["System.Diagnostics.Process"] = Outside,
        ["System.Threading.Thread"] = Beside,
        ["System.Threading.ThreadPool"] = Beside,
        ["System.Threading.Tasks.Parallel"] = Beside,
        ["System.Threading.Timer"] = Wait,
        ["System.Threading.PeriodicTimer"] = Wait,
        ["System.Console"] = Outside,
        ["System.IO.File"] = Outside,
        ["System.IO.Directory"] = Outside,
        ["System.IO.FileInfo"] = Outside,
        ["System.IO.DirectoryInfo"] = Outside,
        ["System.IO.FileStream"] = Outside,
        ["System.IO.StreamReader"] = Outside,
        ["System.IO.StreamWriter"] = Outside,
        ["System.Net.Dns"] = Outside,
    };

    private static readonly string[] Namespaces = ["System.Net.Http", "System.Net.Sockets", "System.Net.WebSockets", "System.Data.Common", "Reelway.Storage"];

    /// <summary>What to do instead of using a member; null when it may be used.</summary>
    public static string? RemedyFor(ISymbol member)
    {
        for (var type = member.ContainingType; type is not null; type = type.BaseType)
        {
            var name = $"{type.ContainingNamespace?.ToDisplayString()}.{type.Name}";
            if (Members.TryGetValue($"{name}.{member.Name}", out var remedy) || Types.TryGetValue(name, out remedy))
            {
                return remedy;
            }
        }

        return Namespaces.Contains(member.ContainingType?.ContainingNamespace?.ToDisplayString()) ? Outside : null;
    }
}
