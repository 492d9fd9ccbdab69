using System.Security.Cryptography;
using System.Text;
using Reelway.Storage;

namespace Reelway.Frame.Sessions;

/// <summary>Which sessions of browsers were ended, for all processes that share the database, and for those that start later.</summary>
/// <remarks>The cookie itself says what it is; this is asked only whether it was taken back.</remarks>
internal sealed class SessionStore(IDatabase database)
{
    /// <summary>How long a cookie is good for; one that is used is renewed.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    // Clocks of machines differ a little.
    private static readonly TimeSpan Margin = TimeSpan.FromHours(1);

    /// <summary>The table behind it.</summary>
    public static MigrationSet Migrations { get; } = new("sessions", typeof(SessionStore).Assembly, "Reelway.Frame.Sessions.Migrations");

    /// <summary>A name for a new session: 256 random bits.</summary>
    public static string NewName() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>Ends a session for good.</summary>
    public Task EndAsync(string name, CancellationToken cancellation) => database.WriteAsync(
        async session =>
        {
            var now = database.NowMs;
            await session.ExecuteAsync("DELETE FROM ended_session WHERE until_ms < @now", new { now });
            return await session.ExecuteAsync(
                "INSERT INTO ended_session(digest, until_ms) VALUES(@digest, @until) ON CONFLICT(digest) DO NOTHING",
                new { digest = Digest(name), until = now + (long)(Lifetime + Margin).TotalMilliseconds });
        },
        cancellation);

    /// <summary>True when a session was ended.</summary>
    public Task<bool> HasEndedAsync(string name, CancellationToken cancellation) => database.ReadAsync(
        async session => await session.FindAsync<long?>("SELECT until_ms FROM ended_session WHERE digest = @digest", new { digest = Digest(name) }) is not null,
        cancellation);

    private static string Digest(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
}
