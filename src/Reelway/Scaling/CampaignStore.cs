using Reelway.Storage;

namespace Reelway.Scaling;

/// <summary>Campaigns, their masters, and what agencies have brought.</summary>
internal sealed partial class CampaignStore(IDatabase database, IdGenerator ids)
{
    private const string CampaignColumns = """
        id, dam_id, is_folder, name, number, status, held, problem, final_folder, box_folder, round, tries, failing, told, seen_ms, tried_ms, next_ms, revision, created_ms, updated_ms
        """;

    /// <summary>The tables behind it.</summary>
    public static MigrationSet Migrations { get; } = new("scaling", typeof(CampaignStore).Assembly, "Reelway.Scaling.Migrations");

    /// <summary>UTC milliseconds now, by the clock that all processes of the database go by.</summary>
    public long NowMs => database.NowMs;

    /// <summary>Notes that campaigns were found in the DAM with the first status.</summary>
    /// <remarks>One that is further here is not taken back: the DAM's search knows of changes late, and its item is read before anything is done.</remarks>
    public Task NoteFoundAsync(IReadOnlyList<FoundCampaign> found, long seenMs, CancellationToken cancellation) => database.WriteAsync(
        async session =>
        {
            foreach (var one in found)
            {
                await session.ExecuteAsync(
                    """
                    INSERT INTO scaling_campaign(id, dam_id, is_folder, name, number, status, round, tries, failing, seen_ms, tried_ms, next_ms, revision, created_ms, updated_ms)
                    VALUES(@id, @DamId, @IsFolder, @Name, @Number, 'a1', 1, 0, 0, @seenMs, 0, 0, 1, @seenMs, @seenMs)
                    ON CONFLICT(dam_id) DO UPDATE SET seen_ms = excluded.seen_ms
                    """,
                    new { id = ids.Next(), one.DamId, one.IsFolder, one.Name, one.Number, seenMs });
            }
        },
        cancellation);

    /// <summary>Campaigns that were found by a look and are due, those that were looked after longest ago first.</summary>
    public Task<IReadOnlyList<CampaignRow>> DueAsync(long seenMs, long nowMs, int most, CancellationToken cancellation) => database.ReadAsync(
        session => session.QueryAsync<CampaignRow>(
            $"""
            SELECT {CampaignColumns} FROM scaling_campaign
            WHERE status = 'a1' AND seen_ms >= @seenMs AND held IS NULL AND next_ms <= @nowMs ORDER BY tried_ms, id LIMIT @most
            """,
            new { seenMs, nowMs, most }),
        cancellation);

    /// <summary>The campaign of that id; null when there is none.</summary>
    public Task<CampaignRow?> FindAsync(CampaignId id, CancellationToken cancellation) => database.ReadAsync(
        session => session.FindAsync<CampaignRow>($"SELECT {CampaignColumns} FROM scaling_campaign WHERE id = @id", new { id }), cancellation);

    /// <summary>The same by the DAM's id.</summary>
    public Task<CampaignRow?> FindByDamAsync(string damId, CancellationToken cancellation) => database.ReadAsync(
        session => session.FindAsync<CampaignRow>($"SELECT {CampaignColumns} FROM scaling_campaign WHERE dam_id = @damId", new { damId }), cancellation);

    /// <summary>The campaign whose files lie in a folder of Box; null when there is none.</summary>
    public Task<CampaignRow?> FindByBoxAsync(IReadOnlyList<string> folders, CancellationToken cancellation) => database.ReadAsync(
        session => session.FindAsync<CampaignRow>($"SELECT {CampaignColumns} FROM scaling_campaign WHERE box_folder IN @folders ORDER BY id LIMIT 1", new { folders = folders.ToArray() }),
        cancellation);

    /// <summary>Campaigns, newest first, from before the given one.</summary>
    public Task<IReadOnlyList<CampaignRow>> ListAsync(string? status, long before, int limit, CancellationToken cancellation) => database.ReadAsync(
        session => session.QueryAsync<CampaignRow>(
            $"SELECT {CampaignColumns} FROM scaling_campaign WHERE id < @before{(status is null ? "" : " AND status = @status")} ORDER BY id DESC LIMIT @limit",
            new { status, before, limit }),
        cancellation);

    /// <summary>Notes that a run looks after a campaign.</summary>
    public static Task NoteTriedAsync(IDbSession session, CampaignId id, long tries, long ms)
        => session.ExecuteAsync("UPDATE scaling_campaign SET tries = @tries, tried_ms = @ms, updated_ms = @ms WHERE id = @id", new { id, tries, ms });

    /// <summary>Puts a campaign behind the others that wait.</summary>
    public Task NoteLookedAsync(CampaignId id, long ms, CancellationToken cancellation) => database.WriteAsync(
        session => session.ExecuteAsync("UPDATE scaling_campaign SET tried_ms = @ms WHERE id = @id", new { id, ms }), cancellation);

    /// <summary>Notes what the DAM says of a campaign.</summary>
    public static Task NoteReadAsync(IDbSession session, CampaignId id, FoundCampaign read, string? finalFolder, long ms) => session.ExecuteAsync(
        "UPDATE scaling_campaign SET name = @Name, number = @Number, final_folder = COALESCE(@finalFolder, final_folder), problem = NULL, updated_ms = @ms WHERE id = @id",
        new { id, read.Name, read.Number, finalFolder, ms });

    /// <summary>Notes the DAM's status where it is another one than was known.</summary>
    public static Task NoteStatusAsync(IDbSession session, CampaignId id, string status, long ms) => session.ExecuteAsync(
        "UPDATE scaling_campaign SET status = @status, revision = revision + 1, problem = NULL, updated_ms = @ms WHERE id = @id AND status <> @status", new { id, status, ms });

    /// <summary>Notes a campaign's folder in Box.</summary>
    public static Task NoteBoxFolderAsync(IDbSession session, CampaignId id, string folder, long ms)
        => session.ExecuteAsync("UPDATE scaling_campaign SET box_folder = @folder, updated_ms = @ms WHERE id = @id", new { id, folder, ms });

    /// <summary>Notes what blocks a campaign.</summary>
    public static Task NoteProblemAsync(IDbSession session, CampaignId id, string? problem, long ms)
        => session.ExecuteAsync("UPDATE scaling_campaign SET problem = @problem, updated_ms = @ms WHERE id = @id", new { id, problem, ms });

    /// <summary>Notes which masters are still missing after a run.</summary>
    public static Task NoteMissingAsync(IDbSession session, CampaignId id, string problem, string told, long failing, long nextMs, long ms) => session.ExecuteAsync(
        "UPDATE scaling_campaign SET problem = @problem, told = @told, failing = @failing, next_ms = @nextMs, updated_ms = @ms WHERE id = @id", new { id, problem, told, failing, nextMs, ms });

    /// <summary>Moves a campaign on.</summary>
    /// <returns>False when it was not at <paramref name="from"/>: somebody else has moved it.</returns>
    public async Task<bool> MoveAsync(IDbSession session, CampaignId id, string from, string to, NoteText note, long ms)
    {
        var rows = await session.ExecuteAsync(
            "UPDATE scaling_campaign SET status = @to, problem = NULL, told = NULL, failing = 0, next_ms = 0, revision = revision + 1, updated_ms = @ms WHERE id = @id AND status = @from",
            new { id, from, to, ms });
        await (rows > 0 ? NoteAsync(session, id, note, ms) : Task.CompletedTask);
        return rows > 0;
    }

    /// <summary>Holds a campaign, or lets it go on.</summary>
    /// <returns>False when somebody has changed it since.</returns>
    public Task<bool> HoldAsync(CampaignRow seen, string? reason, NoteText note, CancellationToken cancellation) => database.WriteAsync(
        async session =>
        {
            var ms = database.NowMs;
            var rows = await session.ExecuteAsync(
                "UPDATE scaling_campaign SET held = @reason, next_ms = 0, revision = revision + 1, updated_ms = @ms WHERE id = @Id AND revision = @Revision",
                new { seen.Id, seen.Revision, reason, ms });
            await (rows > 0 ? NoteAsync(session, seen.Id, note, ms) : Task.CompletedTask);
            return rows > 0;
        },
        cancellation);

    /// <summary>Begins another round: what was decided in the former one does not count.</summary>
    public static Task NextRoundAsync(IDbSession session, CampaignId id, long round)
        => session.ExecuteAsync("UPDATE scaling_campaign SET round = round + 1 WHERE id = @id AND round = @round", new { id, round });

    /// <summary>Adds a line to a campaign's history.</summary>
    public Task NoteAsync(IDbSession session, CampaignId id, NoteText note, long ms) => session.ExecuteAsync(
        "INSERT INTO scaling_note(id, campaign_id, at_ms, who, sentence) VALUES(@note, @id, @ms, @Who, @Sentence)", new { note = ids.Next(), id, ms, note.Who, note.Sentence });

    /// <summary>A campaign's history, newest first.</summary>
    public Task<IReadOnlyList<CampaignNote>> NotesAsync(CampaignId id, int most, CancellationToken cancellation) => database.ReadAsync(
        session => session.QueryAsync<CampaignNote>("SELECT at_ms, who, sentence FROM scaling_note WHERE campaign_id = @id ORDER BY id DESC LIMIT @most", new { id, most }), cancellation);

    /// <summary>Writes what stands by itself.</summary>
    public Task WriteAsync(Func<IDbSession, Task> write, CancellationToken cancellation) => database.WriteAsync(write, cancellation);
}

/// <summary>A campaign as the DAM has it.</summary>
internal sealed record FoundCampaign(string DamId, bool IsFolder, string Name, string? Number);

/// <summary>A line of a campaign's history.</summary>
/// <param name="Who">Who did it; <see cref="Program"/> for what the program did by itself.</param>
internal sealed record NoteText(string Who, string Sentence)
{
    public const string Program = "reelway";

    public static NoteText Own(string sentence) => new(Program, sentence);
}
