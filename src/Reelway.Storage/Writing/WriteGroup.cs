namespace Reelway.Storage.Writing;

/// <summary>Writes that are committed together.</summary>
internal static class WriteGroup
{
    /// <summary>Bounds the time a group's first caller waits for its last; more brought nothing when measured.</summary>
    public const int Largest = 512;

    /// <summary>Runs all of them: those of a kind together, the others in their order.</summary>
    public static async Task RunAsync(IReadOnlyList<IWrite> group, IDbSession session)
    {
        if (group.Count == 1)
        {
            await group[0].RunAsync(session, group);
            return;
        }

        foreach (var kind in group.Where(write => write.Kind is not null).GroupBy(write => write.Kind))
        {
            var same = kind.ToArray();
            await same[0].RunAsync(session, same);
        }

        foreach (var single in group.Where(write => write.Kind is null))
        {
            await single.RunAsync(session, [single]);
        }
    }
}
