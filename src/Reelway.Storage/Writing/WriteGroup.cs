namespace Reelway.Storage.Writing;

/// <summary>Writes that are committed together.</summary>
internal static class WriteGroup
{
    /// <summary>Bounds the time a group's first caller waits for its last; more brought nothing when measured.</summary>
    public const int Largest = 512;

    /// <summary>What there is to run: one body for those of a kind together, one for each of the others.</summary>
    public static IEnumerable<Func<IDbSession, Task>> BodiesOf(IReadOnlyList<IWrite> group)
    {
        if (group.Count == 1)
        {
            return [session => group[0].RunAsync(session, group)];
        }

        var kinds = group.Where(write => write.Kind is not null).GroupBy(write => write.Kind).Select(kind => kind.ToArray());
        return [.. kinds.Concat(group.Where(write => write.Kind is null).Select(single => new[] { single })).Select(Body)];

        static Func<IDbSession, Task> Body(IWrite[] same) => session => same[0].RunAsync(session, same);
    }

    /// <summary>Runs all of them, one body after the other.</summary>
    public static async Task RunAsync(IReadOnlyList<IWrite> group, IDbSession session)
    {
        foreach (var body in BodiesOf(group))
        {
            await body(session);
        }
    }
}
