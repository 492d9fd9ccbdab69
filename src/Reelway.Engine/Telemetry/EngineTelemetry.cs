using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Reelway.Engine;

/// <summary>The names under which the engine tells what it does, for whoever listens.</summary>
public static class EngineTelemetry
{
    /// <summary>Name of the meter of what this process counts and times, and of the source of spans.</summary>
    public const string Name = "Reelway.Engine";

    /// <summary>Name of the meter of what the database holds.</summary>
    public const string StoreMeterName = "Reelway.Engine.Store";

    /// <summary>The trace of a run: made from its id alone, so that every process that works on it, now or in a year, finds the same without asking.</summary>
    /// <remarks>A digest, because samplers and stores take a trace id's bits for random ones.</remarks>
    public static ActivityTraceId TraceOf(RunId run)
        => ActivityTraceId.CreateFromBytes(SHA256.HashData(Encoding.UTF8.GetBytes($"reelway/{run}")).AsSpan(0, 16));
}
