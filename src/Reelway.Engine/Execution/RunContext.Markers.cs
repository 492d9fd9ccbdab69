using Reelway.Storage;

namespace Reelway.Engine.Execution;

internal sealed partial class RunContext
{
    public Task<DateTimeOffset> NowAsync(string name) => MarkAsync(name, () => services.Now);

    public Task<string> NewIdAsync(string name) => MarkAsync(name, () => ShortId.Format(services.Store.NextId()));

    public Task<double> RandomAsync(string name) => MarkAsync(name, services.Jitter);

    public async Task<bool> ChangedAsync(string name)
    {
        if (journal.IsPast(_nextPos) && !journal.Holds(_nextPos, name, StepKind.Change))
        {
            journal.Reach(name);
            return false;
        }

        await EnterAsync(name, StepKind.Change, options: null, _ => Task.FromResult<string?>(null));
        return true;
    }

    // What would be another value at the next replay is asked for once.
    private async Task<T> MarkAsync<T>(string name, Func<T> value)
    {
        var row = await EnterAsync(name, StepKind.Marker, options: null, _ => Task.FromResult<string?>(Store(value(), name)));
        return await ReadAsync<T>(row.Output!, $"the value of \"{name}\"");
    }
}
