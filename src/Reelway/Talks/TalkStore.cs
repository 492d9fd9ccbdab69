using Reelway.Engine;
using Reelway.Events;
using Reelway.Facts;
using Reelway.Intake;
using Reelway.Storage;

namespace Reelway.Talks;

/// <summary>The talks that are being or have been published, and who holds them.</summary>
internal sealed class TalkStore(IDatabase database)
{
    private const string Columns = """
        id, title, state, run_id, recording, version, stage, file, bytes, sha256, duration_ms, pictures, asked_part, accepted_part, page_id, video_id, link,
        claimed_ms, updated_ms, published_ms, released_ms
        """;

    /// <summary>The tables behind it.</summary>
    public static MigrationSet Migrations { get; } = new("talks", typeof(TalkStore).Assembly, "Reelway.Talks.Migrations");

    /// <summary>The talk of that title that counts; null when there is none.</summary>
    public Task<TalkRow?> FindAsync(string title, CancellationToken cancellation) => database.ReadAsync(
        session => session.FindAsync<TalkRow>(
            $"SELECT {Columns} FROM talk WHERE title = @title AND released_ms IS NULL", new { title }),
        cancellation);

    /// <summary>The talk of that id, released or not; null when there is none.</summary>
    public Task<TalkRow?> FindAsync(TalkId id, CancellationToken cancellation) => database.ReadAsync(
        session => session.FindAsync<TalkRow>($"SELECT {Columns} FROM talk WHERE id = @id", new { id }), cancellation);

    /// <summary>Talks that count, newest first, from before the given one.</summary>
    public Task<IReadOnlyList<TalkRow>> ListAsync(TalkId? before, int limit, CancellationToken cancellation) => database.ReadAsync(
        session => session.QueryAsync<TalkRow>(
            $"SELECT {Columns} FROM talk WHERE released_ms IS NULL AND id < @before ORDER BY id DESC LIMIT @limit",
            new { before = before?.Value ?? long.MaxValue, limit }),
        cancellation);

    /// <summary>The newest runs that hold, or held last, a talk with this in its title.</summary>
    public Task<IReadOnlyList<RunId>> RunsOfAsync(string text, CancellationToken cancellation) => database.ReadAsync(
        session => session.QueryAsync<RunId>(
            @"SELECT run_id FROM talk WHERE run_id IS NOT NULL AND title LIKE @title ESCAPE '\' ORDER BY id DESC LIMIT 500",
            new { title = LikePattern.Containing(text) }),
        cancellation);

    /// <summary>Claims a talk that nobody holds.</summary>
    /// <exception cref="FaultException">Somebody claimed it since it was looked at; the step is then tried again.</exception>
    public static async Task ClaimAsync(IDbSession session, TalkId id, string title, string stage, ClaimBy by)
    {
        var rows = await session.ExecuteAsync(
            """
            INSERT INTO talk(id, title, state, run_id, recording, version, stage, claimed_ms, updated_ms)
            VALUES(@id, @title, 'claimed', @RunId, @Recording, @Version, @stage, @Ms, @Ms)
            ON CONFLICT(title) WHERE released_ms IS NULL DO NOTHING
            """,
            new { id, title, stage, by.RunId, by.Recording, by.Version, by.Ms });
        Ensure(rows, title);
    }

    /// <summary>Takes a talk over from a run that has not begun to upload it.</summary>
    /// <exception cref="FaultException">As of <see cref="ClaimAsync"/>.</exception>
    public static async Task TakeOverAsync(IDbSession session, TalkRow held, ClaimBy by)
    {
        var rows = await session.ExecuteAsync(
            """
            UPDATE talk SET state = 'claimed', run_id = @RunId, recording = @Recording, version = @Version, file = NULL, pictures = NULL, claimed_ms = @Ms,
              updated_ms = @Ms
            WHERE id = @Id AND run_id = @heldBy AND video_id IS NULL AND released_ms IS NULL
            """,
            new { held.Id, heldBy = held.RunId, by.RunId, by.Recording, by.Version, by.Ms });
        Ensure(rows, held.Title);
    }

    /// <summary>Notes the edited video.</summary>
    public static Task NoteFileAsync(IDbSession session, HeldTalk talk, EditedVideo video, long ms) => UpdateAsync(
        session, talk, "file = @File, bytes = @Bytes, sha256 = @Sha256, duration_ms = @DurationMs, pictures = NULL, updated_ms = @ms",
        new { video.File, video.Bytes, video.Sha256, DurationMs = (long)Math.Round(video.DurationSeconds * 1000), ms, talk.Id, talk.Run });

    /// <summary>Notes the pictures of the edited video.</summary>
    public static Task NotePicturesAsync(IDbSession session, HeldTalk talk, TalkPictures pictures, long ms) => UpdateAsync(
        session, talk, "pictures = @pictures, updated_ms = @ms", new { pictures = pictures.ToJson(), ms, talk.Id, talk.Run });

    /// <summary>Notes the video's id on its page, before its first byte is sent there.</summary>
    public static Task NoteVideoAsync(IDbSession session, HeldTalk talk, string pageId, string videoId, long ms) => UpdateAsync(
        session, talk, "state = 'uploading', page_id = @pageId, video_id = @videoId, updated_ms = @ms",
        new { pageId, videoId, ms, talk.Id, talk.Run });

    /// <summary>Notes where the video can be watched.</summary>
    public static Task NoteLinkAsync(IDbSession session, HeldTalk talk, string link, long ms) => UpdateAsync(
        session, talk, "state = 'published', link = @link, updated_ms = @ms",
        new { link, ms, talk.Id, talk.Run });

    /// <summary>Notes that all is done and everybody told.</summary>
    public static Task NotePublishedAsync(IDbSession session, HeldTalk talk, long ms) => UpdateAsync(
        session, talk, "published_ms = @ms, updated_ms = @ms", new { ms, talk.Id, talk.Run });

    /// <summary>Notes that a person is asked whether a part of the recording is meant, before the run stops for the answer.</summary>
    public Task AskPartAsync(HeldTalk talk, string part, long ms, CancellationToken cancellation) => database.WriteAsync(
        session => UpdateAsync(session, talk, "asked_part = @part, updated_ms = @ms", new { part, ms, talk.Id, talk.Run }), cancellation);

    /// <summary>Notes that the part that was asked about is meant.</summary>
    /// <returns>False when something else is asked by now, or the talk was let go.</returns>
    public async Task<bool> AcceptPartAsync(TalkRow talk, long ms, CancellationToken cancellation)
    {
        var rows = await database.WriteAsync(
            session => session.ExecuteAsync(
                "UPDATE talk SET accepted_part = asked_part, updated_ms = @ms WHERE id = @Id AND asked_part = @AskedPart AND released_ms IS NULL",
                new { talk.Id, talk.AskedPart, ms }),
            cancellation);
        return rows > 0;
    }

    /// <summary>Takes over what an older system published.</summary>
    /// <returns>False when the talk is held already.</returns>
    public Task<bool> AdoptAsync(TalkId id, string title, string stage, string link, long ms, CancellationToken cancellation)
        => WriteAsync(
            """
            INSERT INTO talk(id, title, state, stage, link, claimed_ms, updated_ms, published_ms)
            VALUES(@id, @title, 'adopted', @stage, @link, @ms, @ms, @ms)
            ON CONFLICT(title) WHERE released_ms IS NULL DO NOTHING
            """,
            new { id, title, stage, link, ms }, new TalkAdopted(id.ToString(), title, link), ms, cancellation);

    /// <summary>Lets a talk go, so that another recording of it can be published.</summary>
    /// <returns>False when it was let go already, or is held by another run than when it was looked at.</returns>
    public Task<bool> ReleaseAsync(TalkRow talk, long ms, CancellationToken cancellation)
        => WriteAsync(
            """
            UPDATE talk SET released_ms = @ms, updated_ms = @ms
            WHERE id = @Id AND released_ms IS NULL AND coalesce(run_id, 0) = @run
            """,
            new { talk.Id, run = talk.RunId ?? 0, ms }, new TalkReleased(new TalkId(talk.Id).ToString(), talk.Title, talk.Link), ms, cancellation);

    /// <summary>The talk that a run holds; null when it holds none.</summary>
    public static Task<TalkRow?> FindHeldAsync(IDbSession session, RunId run)
        => session.FindAsync<TalkRow>($"SELECT {Columns} FROM talk WHERE run_id = @Value AND released_ms IS NULL", new { run.Value });

    /// <summary>Remembers an event as the newest of its object.</summary>
    /// <exception cref="OvertakenException">A newer one has been seen.</exception>
    public static async Task NoteEventAsync(IDbSession session, S3Object recording)
    {
        if (recording.Sequencer is not { } sequencer)
        {
            return;
        }

        var last = await session.FindAsync<string>(
            "SELECT sequencer FROM recording_event WHERE bucket = @Bucket AND key = @Key", new { recording.Bucket, recording.Key });
        if (last is not null && S3Sequencer.IsBefore(sequencer, last))
        {
            throw new OvertakenException();
        }

        await session.ExecuteAsync(
            """
            INSERT INTO recording_event(bucket, key, sequencer) VALUES(@Bucket, @Key, @sequencer)
            ON CONFLICT(bucket, key) DO UPDATE SET sequencer = excluded.sequencer
            """,
            new { recording.Bucket, recording.Key, sequencer });
    }

    // A change that a person asked for, and its event; neither when nothing was changed.
    private Task<bool> WriteAsync(string change, object parameters, IProductEvent fact, long ms, CancellationToken cancellation)
        => database.WriteAsync(
            async session =>
            {
                if (await session.ExecuteAsync(change, parameters) == 0)
                {
                    return false;
                }

                await EventStore.RecordAsync(session, fact, $"{ms}", DateTimeOffset.FromUnixTimeMilliseconds(ms));
                return true;
            },
            cancellation);

    private static async Task UpdateAsync(IDbSession session, HeldTalk talk, string changes, object parameters)
    {
        var rows = await session.ExecuteAsync(
            $"UPDATE talk SET {changes} WHERE id = @Id AND run_id = @Run AND released_ms IS NULL", parameters);
        Ensure(rows, talk.Title);
    }

    private static void Ensure(int rows, string title)
    {
        if (rows == 0)
        {
            throw new FaultException(new Fault(FaultKind.Transient, $"The talk \"{title}\" changed hands at this moment."));
        }
    }
}
