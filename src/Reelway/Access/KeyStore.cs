using Reelway.Frame.Audit;
using Reelway.Storage;

namespace Reelway.Access;

/// <summary>Keys of programs. What opens the door is nowhere in it: only its digest.</summary>
internal sealed class KeyStore(IDatabase database, IdGenerator ids)
{
    /// <summary>A use is noted at most so often.</summary>
    public static readonly TimeSpan UseGrain = TimeSpan.FromMinutes(1);

    private const string Rows =
        """
        SELECT k.id, k.name, k.shown, k.person_id, k.rights, k.addresses, k.created_ms, k.created_by, k.expires_ms, k.used_ms, k.used_from, k.revoked_ms, k.revoked_by,
          p.name AS person, p.role AS person_role, p.disabled_ms AS person_disabled_ms
        FROM access_key k LEFT JOIN person p ON p.id = k.person_id
        """;

    /// <summary>The time by the clock that all processes of the database go by.</summary>
    public DateTimeOffset Now => DateTimeOffset.FromUnixTimeMilliseconds(database.NowMs);

    /// <summary>All keys, the newest first.</summary>
    public Task<IReadOnlyList<KeyRow>> ListAsync(long before, int most, CancellationToken cancellation) => database.ReadAsync(
        session => session.QueryAsync<KeyRow>($"{Rows} WHERE k.id < @before ORDER BY k.id DESC LIMIT @most", new { before, most }), cancellation);

    /// <summary>The key with this text, whether or not it still opens anything.</summary>
    public Task<KeyRow?> FindAsync(string text, CancellationToken cancellation) => database.ReadAsync(
        session => session.FindAsync<KeyRow>($"{Rows} WHERE k.digest = @digest", new { digest = KeyText.Digest(text) }), cancellation);

    /// <summary>The key with this id.</summary>
    public Task<KeyRow?> FindAsync(KeyId id, CancellationToken cancellation) => database.ReadAsync(session => FindAsync(session, id), cancellation);

    /// <summary>Adds a key.</summary>
    public Task<KeyRow> AddAsync(string text, KeyWish wish, string actor, CancellationToken cancellation)
    {
        var id = new KeyId(ids.Next());
        return database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(
                    """
                    INSERT INTO access_key(id, digest, name, shown, person_id, rights, addresses, created_ms, created_by, expires_ms)
                    VALUES(@id, @digest, @Name, @shown, @PersonId, @rights, @addresses, @now, @actor, @expires)
                    """,
                    new
                    {
                        id,
                        digest = KeyText.Digest(text),
                        wish.Name,
                        shown = KeyText.Shown(text),
                        wish.PersonId,
                        rights = KeyRow.Joined(wish.Rights),
                        addresses = KeyRow.Joined(wish.Addresses),
                        now = database.NowMs,
                        actor,
                        expires = wish.ExpiresAt?.ToUnixTimeMilliseconds(),
                    });
                await AuditStore.RecordAsync(session, database.NowMs, actor, "key.created", $"key/{id}", $"{wish.Name}: {string.Join(", ", wish.Rights)}");
                return (await FindAsync(session, id))!;
            },
            cancellation);
    }

    /// <summary>Ends a key for good; one that has ended stays as it is.</summary>
    /// <returns>The key; null when there is none.</returns>
    public Task<KeyRow?> RevokeAsync(KeyId id, string actor, CancellationToken cancellation) => database.WriteAsync(
        async session =>
        {
            if (await session.ExecuteAsync(
                "UPDATE access_key SET revoked_ms = @now, revoked_by = @actor WHERE id = @id AND revoked_ms IS NULL", new { id, actor, now = database.NowMs }) > 0)
            {
                await AuditStore.RecordAsync(session, database.NowMs, actor, "key.revoked", $"key/{id}", "");
            }

            return await FindAsync(session, id);
        },
        cancellation);

    /// <summary>Notes that a key was used: once a minute, so that a busy key costs no write for each request.</summary>
    public Task NoteUseAsync(KeyRow key, string address, CancellationToken cancellation)
    {
        var now = database.NowMs;
        var before = now - (long)UseGrain.TotalMilliseconds;
        return key.UsedAt is { } used && used.ToUnixTimeMilliseconds() > before
            ? Task.CompletedTask
            : database.WriteAsync(
                session => session.ExecuteAsync(
                    "UPDATE access_key SET used_ms = @now, used_from = @address WHERE id = @Id AND (used_ms IS NULL OR used_ms <= @before)", new { key.Id, now, address, before }),
                cancellation);
    }

    private static Task<KeyRow?> FindAsync(IDbSession session, KeyId id) => session.FindAsync<KeyRow>($"{Rows} WHERE k.id = @id", new { id });
}

/// <summary>What a new key is to be.</summary>
/// <param name="PersonId">With whom it ends; null: it is the installation's.</param>
internal sealed record KeyWish(string Name, IReadOnlyList<string> Rights, IReadOnlyList<string> Addresses, DateTimeOffset? ExpiresAt, long? PersonId);
