namespace Reelway.Engine;

/// <summary>How a step is run. All optional.</summary>
public sealed record StepOptions
{
    /// <summary>Repetition after transient faults. Default <see cref="RetryPolicy.Default"/>, or the engine's setting.</summary>
    public RetryPolicy? Retry { get; init; }

    /// <summary>A resource of which only so many steps may run at once, in all processes.</summary>
    public ResourceLimit? Limit { get; init; }

    /// <summary>A pool of this machine (<c>media</c>) of which this step takes one place; its size is a setting.</summary>
    public string? MachinePool { get; init; }
}

/// <summary>At most <paramref name="Count"/> steps that name <paramref name="Resource"/> run at once.</summary>
public sealed record ResourceLimit(string Resource, int Count = 1);
