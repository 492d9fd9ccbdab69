using Microsoft.AspNetCore.DataProtection;
using Reelway.Events;
using Reelway.Frame.Audit;
using Reelway.Frame.Public;
using Reelway.Storage;

namespace Reelway.Incoming.Links;

/// <summary>Links for people without an account, and logins at other systems that are under way.</summary>
internal sealed class LinkStore(IDatabase database, IdGenerator ids, IDataProtectionProvider protection) : IAgeing
{
    private const string Columns =
        """
        id AS Id, name AS Name, subject AS Subject, label AS Label, made_ms AS MadeMs, made_by AS MadeBy, expires_ms AS ExpiresMs, revoked_ms AS RevokedMs, uses AS Uses,
        used_ms AS UsedMs
        """;

    /// <summary>Whoever was sent away to log in is back by then.</summary>
    public static readonly TimeSpan CallbackLifetime = TimeSpan.FromMinutes(10);

    private const string Purpose = "Reelway.Incoming.Callbacks";

    /// <summary>Makes a link.</summary>
    /// <returns>Its token, which is kept nowhere, and its id.</returns>
    public async Task<(string Token, LinkId Id)> AddAsync(string name, string subject, string label, TimeSpan lifetime, string actor, CancellationToken cancellation)
    {
        var (token, id) = (PublicToken.New(), new LinkId(ids.Next()));
        await database.WriteAsync(
            async session =>
            {
                var now = database.NowMs;
                await session.ExecuteAsync(
                    """
                    INSERT INTO public_link(id, name, hash, subject, label, made_ms, made_by, expires_ms) VALUES(@id, @name, @hash, @subject, @label, @now, @actor, @expires)
                    """,
                    new { id, name, hash = PublicToken.HashOf(token), subject, label, now, actor, expires = now + (long)lifetime.TotalMilliseconds });
                await AuditStore.RecordAsync(session, now, actor, "link.made", $"link/{id}", $"For {subject}: {label}");
            },
            cancellation);
        return (token, id);
    }

    /// <summary>The link of a token; null when there is none.</summary>
    public Task<LinkRow?> FindAsync(string name, string token, CancellationToken cancellation) => database.ReadAsync(
        session => session.FindAsync<LinkRow>($"SELECT {Columns} FROM public_link WHERE hash = @hash AND name = @name", new { hash = PublicToken.HashOf(token), name }), cancellation);

    /// <summary>A link by its id; null when there is none.</summary>
    public Task<LinkRow?> FindAsync(LinkId id, CancellationToken cancellation)
        => database.ReadAsync(session => session.FindAsync<LinkRow>($"SELECT {Columns} FROM public_link WHERE id = @id", new { id }), cancellation);

    /// <summary>Notes that a link was opened; its time to the minute, so that whoever reloads writes little.</summary>
    public Task NoteOpenedAsync(LinkRow link, CancellationToken cancellation)
        => database.NowMs - link.UsedMs < 60_000 ? Task.CompletedTask : database.WriteAsync(
            async session =>
            {
                var now = database.NowMs;
                await session.ExecuteAsync("UPDATE public_link SET uses = uses + 1, used_ms = @now WHERE id = @Id", new { link.Id, now });
                if (link.UsedMs is null)
                {
                    await AuditStore.RecordAsync(session, now, "whoever has the link", "link.opened", $"link/{new LinkId(link.Id)}", "For the first time.");
                }
            },
            cancellation);

    /// <summary>Links, newest first.</summary>
    /// <param name="subject">Only those for this one; null: all.</param>
    public Task<IReadOnlyList<LinkRow>> ListAsync(string? subject, long before, int limit, CancellationToken cancellation) => database.ReadAsync(
        session => session.QueryAsync<LinkRow>(
            $"SELECT {Columns} FROM public_link WHERE id < @before{(subject is null ? "" : " AND subject = @subject")} ORDER BY id DESC LIMIT @limit", new { subject, before, limit }),
        cancellation);

    /// <summary>Revokes a link: whoever opens it from now on does not get in.</summary>
    public Task RevokeAsync(LinkId id, string actor, CancellationToken cancellation) => database.WriteAsync(
        async session =>
        {
            var now = database.NowMs;
            if (await session.ExecuteAsync("UPDATE public_link SET revoked_ms = @now WHERE id = @id AND revoked_ms IS NULL", new { id, now }) > 0)
            {
                await AuditStore.RecordAsync(session, now, actor, "link.revoked", $"link/{id}", "");
            }
        },
        cancellation);

    /// <summary>Begins a login elsewhere.</summary>
    /// <param name="browser">What only the browser has that begins it, and shows again when it is back; null: nothing.</param>
    /// <returns>The state to send along.</returns>
    public async Task<string> BeginAsync(string name, string who, string data, string? browser, CancellationToken cancellation)
    {
        var state = PublicToken.New();
        await database.WriteAsync(
            session => session.ExecuteAsync(
                "INSERT INTO callback_state(hash, name, who, sealed, browser, expires_ms) VALUES(@hash, @name, @who, @box, @browserHash, @expires)",
                new
                {
                    hash = PublicToken.HashOf(state),
                    name,
                    who,
                    box = protection.CreateProtector(Purpose, name).Protect(data),
                    browserHash = browser is null ? null : PublicToken.HashOf(browser),
                    expires = database.NowMs + (long)CallbackLifetime.TotalMilliseconds,
                }),
            cancellation);
        return state;
    }

    /// <summary>Takes a state, which is then gone, whether or not it was good.</summary>
    /// <returns>What was begun; null when nothing was, or no more, or in another browser.</returns>
    public async Task<BegunCallback?> TakeAsync(string name, string state, string? browser, CancellationToken cancellation)
    {
        var taken = await database.WriteAsync(
            session => session.QueryAsync<(string Who, string Sealed, string? Browser, long ExpiresMs)>(
                "DELETE FROM callback_state WHERE hash = @hash AND name = @name RETURNING who, sealed, browser, expires_ms", new { hash = PublicToken.HashOf(state), name }),
            cancellation);
        return taken is [var one] && one.ExpiresMs > database.NowMs && (one.Browser is null || one.Browser == PublicToken.HashOf(browser ?? ""))
            ? new BegunCallback(one.Who, protection.CreateProtector(Purpose, name).Unprotect(one.Sealed))
            : null;
    }

    /// <inheritdoc/>
    public Task<int> PurgeAsync(TimeSpan age, CancellationToken cancellation) => database.WriteAsync(
        async session => await session.ExecuteAsync("DELETE FROM public_link WHERE expires_ms < @before", new { before = database.NowMs - (long)age.TotalMilliseconds })
            + await session.ExecuteAsync("DELETE FROM callback_state WHERE expires_ms < @now", new { now = database.NowMs }),
        cancellation);
}

/// <summary>A link's id: <c>link_06agn9k2w4008</c>. It is no secret.</summary>
internal readonly record struct LinkId(long Value) : ITypedId<LinkId>
{
    public static string Prefix => "link_";

    public static LinkId Of(long value) => new(value);

    public override string ToString() => TypedId.Format(this);
}

/// <summary>A link as stored.</summary>
internal sealed class LinkRow
{
    public long Id { get; init; }

    public string Name { get; init; } = "";

    public string Subject { get; init; } = "";

    public string Label { get; init; } = "";

    public long MadeMs { get; init; }

    public string MadeBy { get; init; } = "";

    public long ExpiresMs { get; init; }

    public long? RevokedMs { get; init; }

    public long Uses { get; init; }

    public long? UsedMs { get; init; }
}
