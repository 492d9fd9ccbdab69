namespace Reelway.Storage.Postgres;

/// <summary>How this program connects.</summary>
internal static class PostgresConnections
{
    /// <summary>The connection string of a pool.</summary>
    public static string Settings(PostgresUrl url, int largestPool) => new Npgsql.NpgsqlConnectionStringBuilder(url.Builder.ConnectionString)
    {
        Password = url.Builder.Password,
        ApplicationName = "reelway",
        MaxPoolSize = largestPool,
        // Seconds. A server that is gone must be noticed well before a lease ends (60 s).
        Timeout = 5,
        CommandTimeout = 15,
        CancellationTimeout = 2000,
        KeepAlive = 10,
        // The stores have about a hundred statements; each is prepared at its second use.
        MaxAutoPrepare = 150,
        AutoPrepareMinUsages = 2,
        // No session state is ever left behind.
        NoResetOnClose = true,
        // Just-in-time compilation costs more than any statement here takes. A lock that is not free soon is a fault, not a wait.
        Options = "-c jit=off -c lock_timeout=10s -c idle_in_transaction_session_timeout=60s",
    }.ToString();

    /// <summary>The connection string of a channel's one connection. It checks the connection itself, and shows which one it is.</summary>
    public static string OfChannel(PostgresUrl url) => new Npgsql.NpgsqlConnectionStringBuilder(Settings(url, 1))
    {
        ApplicationName = "reelway doorbell",
        Pooling = false,
        KeepAlive = 0,
        CommandTimeout = 5,
    }.ToString();
}
