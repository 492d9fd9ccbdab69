namespace Reelway.Engine.Execution;

internal sealed partial class RunContext
{
    public async Task<T?> WaitForAsync<T>(string name, TimeSpan? timeout = null, string? signal = null)
        where T : class
    {
        var dueMs = timeout is { } most ? After(most).ToUnixTimeMilliseconds() : (long?)null;
        var wait = new SignalWait(claimed.Flow, claimed.Key, signal ?? name, dueMs, Misfit<T>);
        var row = await EnterAsync(name, StepKind.Signal, options: null, _ => Task.FromResult<string?>(null), wait);
        return row.Output is null ? null : await ReadAsync<T>(row.Output, $"the signal \"{wait.Name}\"");
    }

    private static string? Misfit<T>(string payload)
        where T : class
    {
        try
        {
            return FlowJson.Read<T>(payload, "It") is null ? "It is null." : null;
        }
        catch (FaultException misfit)
        {
            return misfit.Fault.WholeSentence;
        }
    }
}
