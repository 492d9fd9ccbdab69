namespace Reelway.Storage;

/// <summary>Shorter forms of the seam's two methods.</summary>
public static class DatabaseExtensions
{
    /// <summary>Writes without a result. See <see cref="IDatabase.WriteAsync{T}"/>.</summary>
    public static Task WriteAsync(this IDatabase database, Func<IDbSession, Task> write, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                await write(session);
                return true;
            },
            cancellation);
}
