namespace Wrong.Steps;

internal interface IStep
{
    string Key { get; }
}

internal sealed class ConnectionPool
{
    public string Name { get; init; } = "";

    public T? Find<T>(string name)
        where T : class
        => name == Name ? this as T : null;

    public Task<T?> UseAsync<T>(IStep step, string name)
        where T : class
        => Task.FromResult(Find<T>(name + step.Key));
}

internal sealed class InMethod(ConnectionPool pool)
{
    public object? Post(IStep step) => pool.Find<object>(step.Key);
}

internal sealed class InAsyncCode(ConnectionPool pool)
{
    public async Task<object?> PostAsync(IStep step)
    {
        await Task.Yield();
        return pool.Find<object>(step.Key);
    }
}

internal sealed class InClosure(ConnectionPool pool)
{
    public Func<object?> Post(IStep step) => () => pool.Find<object>(step.Key);
}

internal sealed class ByUse(ConnectionPool pool)
{
    public Task<object?> PostAsync(IStep step) => pool.UseAsync<object>(step, "main");

    public object? Look(string name) => pool.Find<object>(name);
}
