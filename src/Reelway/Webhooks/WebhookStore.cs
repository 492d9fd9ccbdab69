using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Storage;

namespace Reelway.Webhooks;

/// <summary>Endpoints and what became of their deliveries.</summary>
internal sealed partial class WebhookStore(IDatabase database, IDataProtectionProvider protection) : IAgeing
{
    private const string Purpose = "Reelway.Webhooks";

    private const string Columns = "name, settings, sealed, created_ms, updated_ms, off_ms, off_why, failing_ms, good_ms";

    // Deliveries to an endpoint come many at once.
    private readonly ConcurrentDictionary<string, (string Sealed, EndpointSecrets Secrets)> _unsealed = new(StringComparer.Ordinal);

    /// <summary>The tables behind it.</summary>
    public static MigrationSet Migrations { get; } = new("webhooks", typeof(WebhookStore).Assembly, "Reelway.Webhooks.Migrations");

    /// <summary>UTC milliseconds now, by the clock that all processes of the database go by.</summary>
    public long NowMs => database.NowMs;

    /// <summary>All endpoints by name.</summary>
    public async Task<IReadOnlyList<WebhookEndpoint>> ListAsync(CancellationToken cancellation)
        => [.. (await database.QueryAsync<EndpointRow>($"SELECT {Columns} FROM webhook ORDER BY name", parameters: null, cancellation)).Select(Open)];

    /// <summary>The endpoint of that name; null when there is none.</summary>
    public async Task<WebhookEndpoint?> FindAsync(string name, CancellationToken cancellation)
        => await database.ReadAsync(EndpointLooks.Bulk, name, cancellation) is { } row ? Open(row) : null;

    /// <summary>Adds an endpoint, which gets what is recorded from now on.</summary>
    /// <returns>False when there is one of that name.</returns>
    public Task<bool> AddAsync(string name, EndpointSettings settings, EndpointSecrets secrets, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                var added = await session.ExecuteAsync(
                    """
                    INSERT INTO webhook(name, settings, sealed, created_ms, updated_ms) VALUES(@name, @settings, @box, @now, @now) ON CONFLICT(name) DO NOTHING
                    """,
                    new { name, settings = JsonSerializer.Serialize(settings, WebhooksJson.Default.EndpointSettings), box = Seal(name, secrets), now = NowMs });
                if (added > 0)
                {
                    await EventStore.AddCursorAsync(session, WebhookEndpoint.SubscriberOf(name));
                }

                return added > 0;
            },
            cancellation);

    /// <summary>Replaces an endpoint by what it is changed to.</summary>
    /// <returns>False when there is no such endpoint.</returns>
    public Task<bool> ChangeAsync(string name, Func<WebhookEndpoint, (EndpointSettings Settings, EndpointSecrets Secrets)> change, CancellationToken cancellation)
        => database.WriteAsync(
            async session => await FindRowAsync(session, name, forUpdate: true) is { } row && change(Open(row)) is var (settings, secrets) && await session.ExecuteAsync(
                "UPDATE webhook SET settings = @settings, sealed = @box, updated_ms = @now WHERE name = @name",
                new
                {
                    name,
                    settings = JsonSerializer.Serialize(settings, WebhooksJson.Default.EndpointSettings),
                    box = Seal(name, secrets),
                    // Two changes at one moment are two versions.
                    now = Math.Max(NowMs, row.UpdatedMs + 1),
                }) > 0,
            cancellation);

    /// <summary>Removes an endpoint with its cursor; what was delivered stays in the log.</summary>
    public static async Task RemoveAsync(IDbSession session, string name)
    {
        await session.ExecuteAsync("DELETE FROM webhook WHERE name = @name", new { name });
        await EventStore.ForgetAsync(session, WebhookEndpoint.SubscriberOf(name));
    }

    /// <summary>Notes that an endpoint is off, and why.</summary>
    /// <returns>False when it was off already, or is gone.</returns>
    public async Task<bool> NoteOffAsync(IDbSession session, string name, string why)
        => await session.ExecuteAsync("UPDATE webhook SET off_ms = @now, off_why = @why, updated_ms = @now WHERE name = @name AND off_ms IS NULL", new { name, why, now = NowMs }) > 0;

    /// <summary>Notes that an endpoint is on again; its failures begin again.</summary>
    public Task NoteOnAsync(IDbSession session, string name)
        => session.ExecuteAsync("UPDATE webhook SET off_ms = NULL, off_why = NULL, failing_ms = NULL, updated_ms = @now WHERE name = @name", new { name, now = NowMs });

    private static async Task<EndpointRow?> FindRowAsync(IDbSession session, string name, bool forUpdate = false)
        => await session.FindAsync<EndpointRow>(
            $"SELECT {Columns} FROM webhook WHERE name = @name{(forUpdate && session.Dialect == SqlDialect.Postgres ? " FOR UPDATE" : "")}", new { name });

    private string Seal(string name, EndpointSecrets secrets)
        => protection.CreateProtector(Purpose, name).Protect(JsonSerializer.Serialize(secrets, WebhooksJson.Default.EndpointSecrets));

    private EndpointSecrets Unseal(EndpointRow row)
    {
        if (_unsealed.TryGetValue(row.Name, out var known) && known.Sealed == row.Sealed)
        {
            return known.Secrets;
        }

        var secrets = UnsealNow(row);
        _unsealed[row.Name] = (row.Sealed, secrets);
        return secrets;
    }

    private EndpointSecrets UnsealNow(EndpointRow row)
    {
        try
        {
            return JsonSerializer.Deserialize(protection.CreateProtector(Purpose, row.Name).Unprotect(row.Sealed), WebhooksJson.Default.EndpointSecrets)!;
        }
        catch (CryptographicException problem)
        {
            // Another machine may have the keys: it is tried again like any other failure.
            throw new FaultException(
                new Fault(
                    FaultKind.Transient,
                    $"The secrets of the endpoint \"{row.Name}\" can't be opened with the keys of this process. Give all machines the same secrets.key_file."),
                problem);
        }
    }

    private WebhookEndpoint Open(EndpointRow row) => new(
        row.Name,
        JsonSerializer.Deserialize(row.Settings, WebhooksJson.Default.EndpointSettings)!,
        new Lazy<EndpointSecrets>(() => Unseal(row)),
        DateTimeOffset.FromUnixTimeMilliseconds(row.CreatedMs),
        row.UpdatedMs,
        Time(row.OffMs) is { } since ? new EndpointPause(since, row.OffWhy ?? "") : null,
        Time(row.FailingMs),
        Time(row.GoodMs));

    private static DateTimeOffset? Time(long? ms) => ms is { } known ? DateTimeOffset.FromUnixTimeMilliseconds(known) : null;

    /// <summary>Finds endpoints: what every delivery asks first.</summary>
    private sealed class EndpointLooks : IBulkRead<string, EndpointRow?>
    {
        public static EndpointLooks Bulk { get; } = new();

        public async Task<IReadOnlyList<EndpointRow?>> ReadAsync(IDbSession session, IReadOnlyList<string> keys)
        {
            var rows = await session.QueryAsync<EndpointRow>($"SELECT {Columns} FROM webhook WHERE name IN @names", new { names = keys.Distinct(StringComparer.Ordinal).ToArray() });
            return [.. keys.Select(key => rows.FirstOrDefault(row => row.Name == key))];
        }
    }

    private sealed class EndpointRow
    {
        public string Name { get; init; } = "";

        public string Settings { get; init; } = "";

        public string Sealed { get; init; } = "";

        public long CreatedMs { get; init; }

        public long UpdatedMs { get; init; }

        public long? OffMs { get; init; }

        public string? OffWhy { get; init; }

        public long? FailingMs { get; init; }

        public long? GoodMs { get; init; }
    }
}
