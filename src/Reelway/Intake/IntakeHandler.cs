namespace Reelway.Intake;

/// <summary>What a capability does with what appears in folders and buckets: each arrival becomes one run, whatever is repeated, late or out of order.</summary>
internal abstract class IntakeHandler
{
    /// <summary>Why what is called so is passed by; null for what is taken in.</summary>
    /// <param name="name">A file's name, or an object's key.</param>
    public abstract string? WhyPassedBy(string name);

    /// <summary>Takes in what has appeared.</summary>
    /// <param name="announced">The object that an event told of; null for a file.</param>
    /// <exception cref="OvertakenException">A newer event of the object has been seen.</exception>
    public abstract Task<TakenIn> TakeAsync(Arrival arrival, S3Object? announced, CancellationToken cancellation);

    /// <summary>Takes in all that an event of S3 tells of, also when other records of it can't be read.</summary>
    /// <exception cref="UnreadableEventException">The text is no such event, or none of its records can be read; nothing was taken in.</exception>
    public virtual async Task<TakenInEvent> TakeEventAsync(string text, CancellationToken cancellation)
    {
        var read = S3EventReader.Read(text, WhyPassedBy);
        var taken = new List<TakenIn>();
        var ignored = new List<string>(read.Ignored);
        foreach (var announced in read.Objects)
        {
            try
            {
                taken.Add(await TakeAsync(announced.ToArrival(), announced, cancellation));
            }
            catch (OvertakenException)
            {
                ignored.Add($"{announced.Key}: a newer event of it has been seen");
            }
        }

        return new TakenInEvent(taken, ignored, read.Unreadable);
    }
}
