namespace Reelway.Engine;

/// <summary>How a run is to be started.</summary>
/// <param name="NotBefore">When it begins. Until then it waits without a place, and can be moved and cancelled. Null, or a time that has passed: at once.</param>
public sealed record StartOptions(DateTimeOffset? NotBefore = null)
{
    internal static StartOptions AtOnce { get; } = new();
}

/// <summary>One of the runs that are started together.</summary>
public sealed class RunStart
{
    private RunStart(string flow, string key, StartOptions options, Func<int, string> input) => (Flow, Key, Options, Input) = (flow, key, options, input);

    internal string Flow { get; }

    internal string Key { get; }

    internal StartOptions Options { get; }

    /// <summary>The input as JSON; given: the limit in bytes.</summary>
    internal Func<int, string> Input { get; }

    /// <summary>A run of a flow, for a key and with an input. See <see cref="IRuns.StartAsync{TInput}(string, string, TInput, CancellationToken)"/>.</summary>
    public static RunStart Of<TInput>(string flow, string key, TInput input, StartOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        return new RunStart(flow, key, options ?? StartOptions.AtOnce, limit => FlowJson.Write(input, $"The input of \"{flow}\"", limit));
    }
}
