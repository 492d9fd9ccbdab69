namespace Reelway.Storage.Writing;

/// <summary>A write that waits for its group.</summary>
internal interface IWrite
{
    /// <summary>Writes of the same kind are run together, by any one of them; null for one that runs alone.</summary>
    object? Kind { get; }

    /// <summary>False when its caller has given up before it was taken.</summary>
    bool TryBegin();

    /// <summary>Runs this write, with the others of its kind.</summary>
    Task RunAsync(IDbSession session, IReadOnlyList<IWrite> ofItsKind);

    void Complete();

    void Fail(Exception failure);
}
