using Npgsql;

namespace Reelway.Storage.Postgres;

/// <summary>A database's address: <c>postgresql://user[:password]@host[:port]/database[?sslmode=require]</c>.</summary>
public sealed class PostgresUrl
{
    private const int DefaultPort = 5432;

    private PostgresUrl(NpgsqlConnectionStringBuilder builder) => Builder = builder;

    /// <summary>Host, port and database, without the password: what messages may show.</summary>
    public string Where => $"{Builder.Database} at {Builder.Host}:{Builder.Port}";

    internal NpgsqlConnectionStringBuilder Builder { get; }

    /// <summary>Reads an address.</summary>
    /// <param name="problem">What is wrong with it, when the result is null.</param>
    public static PostgresUrl? TryParse(string text, out string? problem)
    {
        problem = null;
        // .NET takes the first part of such an address for a host, and what follows, half of the password, for the database.
        if (text.Count(letter => letter == '@') > 1 || text.Contains('#', StringComparison.Ordinal))
        {
            problem = "within a user or a password write @ as %40, / as %2F, ? as %3F and # as %23";
            return null;
        }

        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("postgresql" or "postgres") || uri.Host.Length == 0)
        {
            problem = "write postgresql://user[:password]@host:port/database";
            return null;
        }

        var database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/'));
        var user = uri.UserInfo.Split(':', 2);
        if (database.Length == 0 || user[0].Length == 0)
        {
            problem = "the user or the database's name is missing: postgresql://user[:password]@host:port/database";
            return null;
        }

        var builder = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.Port > 0 ? uri.Port : DefaultPort,
            Database = database,
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
        };
        return TryAddOptions(builder, uri.Query, out problem) ? new PostgresUrl(builder) : null;
    }

    private static bool TryAddOptions(NpgsqlConnectionStringBuilder builder, string query, out string? problem)
    {
        problem = null;
        foreach (var pair in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = pair.Split('=', 2);
            var value = parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "";
            switch (parts[0])
            {
                case "sslmode" when Enum.TryParse<SslMode>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out var mode):
                    builder.SslMode = mode;
                    break;
                case "sslrootcert":
                    builder.RootCertificate = value;
                    break;
                case "sslmode":
                    problem = "sslmode is not one of disable, allow, prefer, require, verify-ca, verify-full";
                    return false;
                default:
                    // Not quoted: what stands behind a "?" may be the end of a password.
                    problem = "an option after the ? is not known; known are sslmode and sslrootcert";
                    return false;
            }
        }

        return true;
    }
}
