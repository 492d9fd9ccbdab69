using System.Globalization;
using Reelway.Engine;
using Reelway.Frame.Configuration;
using Reelway.Storage;

namespace Reelway.Posts;

/// <summary>Counts what connections are asked for in a month, so that a cap holds before the network's bill does.</summary>
internal sealed class PostUsage(PostUsageStore store, Current<PostsOptions> current, TimeProvider time)
{
    /// <summary>Counts a post that is about to be sent.</summary>
    /// <exception cref="FaultException">The month's cap is reached; needs a person.</exception>
    public Task PostAsync(string connection, CancellationToken cancellation) => CountAsync(connection, "posts", current.Value.Caps.GetValueOrDefault(connection)?.Posts, cancellation);

    /// <summary>Counts a read.</summary>
    /// <inheritdoc cref="PostAsync"/>
    public Task ReadAsync(string connection, CancellationToken cancellation) => CountAsync(connection, "reads", current.Value.Caps.GetValueOrDefault(connection)?.Reads, cancellation);

    private async Task CountAsync(string connection, string kind, int? cap, CancellationToken cancellation)
    {
        var month = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM", CultureInfo.InvariantCulture);
        if (cap is { } most && !await store.CountAsync(connection, month, kind, most, cancellation))
        {
            throw FaultException.Setting(
                $"The connection {connection} has used up its {most} {kind} of {month} (posts.caps.{connection}.{kind}).", "Raise the cap or wait for the next month, then retry.");
        }
    }
}

/// <summary>What connections were asked for, by month.</summary>
internal sealed class PostUsageStore(IDatabase database)
{
    /// <summary>Counts one more, unless that would be more than the cap.</summary>
    public Task<bool> CountAsync(string connection, string month, string kind, int most, CancellationToken cancellation) => database.WriteAsync(
        async session => most > 0 && await session.ExecuteAsync(
            """
            INSERT INTO post_usage(connection, month, kind, used) VALUES(@connection, @month, @kind, 1)
            ON CONFLICT(connection, month, kind) DO UPDATE SET used = post_usage.used + 1 WHERE post_usage.used < @most
            """,
            new { connection, month, kind, most }) > 0,
        cancellation);
}
