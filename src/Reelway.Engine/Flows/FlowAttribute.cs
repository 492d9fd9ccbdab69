using System.Reflection;

namespace Reelway.Engine;

/// <summary>Names a flow. The name and version are stored with every run of it.</summary>
/// <param name="name">Stable name, dotted lower case: <c>talks.publish</c>.</param>
/// <param name="version">Raised when open runs of the old code must finish on the old code.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class FlowAttribute(string name, int version = 1) : Attribute
{
    /// <summary>Stable name.</summary>
    public string Name { get; } = name;

    /// <summary>Version, from 1.</summary>
    public int Version { get; } = version;

    /// <summary>The queue of its runs: workers choose the queues that they take up work of.</summary>
    public string Queue { get; init; } = DefaultQueue;

    internal const string DefaultQueue = "default";

    /// <summary>The attribute of a flow's class.</summary>
    /// <exception cref="InvalidOperationException">It has none.</exception>
    internal static FlowAttribute Of(Type flow)
        => flow.GetCustomAttribute<FlowAttribute>() ?? throw new InvalidOperationException($"{flow.Name} has no [Flow] attribute.");
}
