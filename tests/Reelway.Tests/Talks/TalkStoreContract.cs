using Reelway.Contracts.Time;
using Reelway.Engine;
using Reelway.Events;
using Reelway.Intake;
using Reelway.Storage;
using Reelway.Storage.Migrations;
using Reelway.Talks;
using Reelway.Tests.Events;

namespace Reelway.Tests.Talks;

/// <summary>What the tables of talks and events do, whatever database holds them.</summary>
public abstract class TalkStoreContract
{
    private static readonly ClaimBy First = new(RunId: 11, "file:///a.mp4", "v1", Ms: 1000);
    private static readonly ClaimBy Second = new(RunId: 12, "file:///b.mp4", "v2", Ms: 2000);

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_talk_is_claimed_once_and_followed_to_its_publication()
    {
        await using var database = await OpenMigratedAsync();
        var store = new TalkStore(database);
        var held = await ClaimAsync(database, 1, "Owls: why?", First);
        await Assert.ThrowsAsync<FaultException>(() => ClaimAsync(database, 2, "Owls: why?", Second));

        await database.WriteAsync(session => TalkStore.NoteFileAsync(session, held, new EditedVideo("file:owls.mp4", 5_000_000_000, "ab", 3.5), 3), Cancellation);
        await database.WriteAsync(session => TalkStore.NoteVideoAsync(session, held, "page", "video", 4), Cancellation);
        await database.WriteAsync(session => TalkStore.NoteLinkAsync(session, held, "https://example.test/v", 5), Cancellation);
        await database.WriteAsync(session => TalkStore.NotePublishedAsync(session, held, 6), Cancellation);

        var row = (await store.FindAsync("Owls: why?", Cancellation))!;
        Assert.Equal(
            (1L, TalkState.Published, 5_000_000_000L, 3500L, "video", "https://example.test/v", 6L),
            (row.Id, row.State, row.Bytes, row.DurationMs, row.VideoId, row.Link, row.PublishedMs));
        Assert.Equal(row.Title, (await store.FindAsync(new TalkId(1), Cancellation))!.Title);
    }

    [Fact]
    public async Task Runs_are_found_by_a_part_of_their_talks_titles()
    {
        await using var database = await OpenMigratedAsync();
        var store = new TalkStore(database);
        await ClaimAsync(database, 1, "Owls: why?", First);
        await ClaimAsync(database, 2, "100 % of owls", Second);

        Assert.Equal([new RunId(11)], await store.RunsOfAsync("wls: w", Cancellation));
        Assert.Equal([new RunId(12)], await store.RunsOfAsync("0 % o", Cancellation));
        Assert.Empty(await store.RunsOfAsync("1%s", Cancellation));
    }

    [Fact]
    public async Task Pictures_are_those_of_the_edited_video_and_go_with_it()
    {
        await using var database = await OpenMigratedAsync();
        var store = new TalkStore(database);
        var held = await ClaimAsync(database, 1, "Owls: why?", First);
        var pictures = new TalkPictures(new TalkPoster("file:///a%20b.jpg", 1280, 720, 4200), new TalkStrip("file:///s.jpg", 160, 90, [1, 2, 3]));
        async Task<TalkRow> NoteAsync()
        {
            await database.WriteAsync(session => TalkStore.NotePicturesAsync(session, held, pictures, 4), Cancellation);
            return (await store.FindAsync(held.Id, Cancellation))!;
        }

        var noted = TalkPictures.Read((await NoteAsync()).Pictures)!;
        await database.WriteAsync(session => TalkStore.NoteFileAsync(session, held, new EditedVideo("file:owls.mp4", 5, "ab", 3.5), 5), Cancellation);
        var edited = (await store.FindAsync(held.Id, Cancellation))!;
        var again = await NoteAsync();
        await database.WriteAsync(session => TalkStore.TakeOverAsync(session, again, Second), Cancellation);
        var taken = (await store.FindAsync(held.Id, Cancellation))!;

        Assert.Equal(pictures.Poster, noted.Poster);
        Assert.Equal([1, 2, 3], noted.Strip!.TimesMs);
        Assert.Null(edited.Pictures);
        Assert.NotNull(again.Pictures);
        Assert.Null(taken.Pictures);
        await Assert.ThrowsAsync<FaultException>(NoteAsync);
    }

    [Fact]
    public async Task A_talk_is_taken_over_until_its_upload_has_begun()
    {
        await using var database = await OpenMigratedAsync();
        var store = new TalkStore(database);
        await ClaimAsync(database, 1, "Owls", First);
        var claimed = (await store.FindAsync("Owls", Cancellation))!;

        await database.WriteAsync(session => TalkStore.TakeOverAsync(session, claimed, Second), Cancellation);
        var held = new HeldTalk(new TalkId(1), "Owls", new RunId(12));
        await database.WriteAsync(session => TalkStore.NoteVideoAsync(session, held, "page", "video", 4), Cancellation);
        var uploading = (await store.FindAsync("Owls", Cancellation))!;

        await Assert.ThrowsAsync<FaultException>(
            () => database.WriteAsync(session => TalkStore.TakeOverAsync(session, uploading, First), Cancellation));
        Assert.Equal((12L, TalkState.Uploading), (uploading.RunId!.Value, uploading.State));
    }

    [Fact]
    public async Task A_talk_that_was_let_go_no_longer_counts_and_can_be_adopted()
    {
        await using var database = await OpenMigratedAsync();
        var store = new TalkStore(database);
        await ClaimAsync(database, 1, "Owls", First);
        await ClaimAsync(database, 2, "Bees", First);
        var row = (await store.FindAsync("Owls", Cancellation))!;

        var released = (await store.ReleaseAsync(row, 7, Cancellation), await store.ReleaseAsync(row, 8, Cancellation));
        var adopted = (
            await store.AdoptAsync(new TalkId(3), "Owls", "Barn", "https://example.test/o", 9, Cancellation),
            await store.AdoptAsync(new TalkId(4), "Owls", "Barn", "https://example.test/o", 9, Cancellation));

        Assert.Equal(((true, false), (true, false)), (released, adopted));
        Assert.Equal([3, 2], (await store.ListAsync(before: null, 10, Cancellation)).Select(talk => talk.Id));
        Assert.Equal([2], (await store.ListAsync(new TalkId(3), 10, Cancellation)).Select(talk => talk.Id));
        Assert.Equal(7, (await store.FindAsync(new TalkId(1), Cancellation))!.ReleasedMs);
    }

    [Fact]
    public async Task What_is_adopted_let_go_or_fails_is_announced_with_its_fact_and_nothing_else_is()
    {
        await using var database = await OpenMigratedAsync();
        var store = new TalkStore(database);
        await ClaimAsync(database, 1, "Owls", First);
        var failed = new RunFact(new RunId(First.RunId), PublishTalk.Flow, "k", RunState.Failed, Attention: null, DeadLetter: true, "The page is away.", Epoch: 4, DateTimeOffset.UnixEpoch);
        foreach (var fact in (RunFact[])[failed, failed, failed with { Run = new RunId(99) }, failed with { Flow = "probe", Epoch = 5 }])
        {
            await database.WriteAsync(session => new TalkFailures().SeeAsync(session, fact), Cancellation);
        }

        var row = (await store.FindAsync("Owls", Cancellation))!;
        await store.ReleaseAsync(row, 7, Cancellation);
        await store.ReleaseAsync(row, 8, Cancellation);
        await store.AdoptAsync(new TalkId(3), "Owls", "Barn", "https://example.test/o", 9, Cancellation);
        await store.AdoptAsync(new TalkId(4), "Owls", "Barn", "https://example.test/o", 10, Cancellation);

        var events = new EventStore(database);
        IReadOnlyList<RecordedEvent> announced = [];
        // On PostgreSQL they get their places when no older transaction of the whole server is open any more, of other tests for instance.
        await Eventually.TrueAsync(
            async () =>
            {
                await events.SettleAsync(Cancellation);
                announced = await events.ListAsync(new EventQuery(), long.MaxValue, 10, Cancellation);
                return announced.Count > 0;
            },
            "the events have places", Cancellation);
        Assert.Equal(
            [("talk.adopted", new TalkId(3)), ("talk.released", new TalkId(1)), ("talk.failed", new TalkId(1))],
            announced.Select(told => (told.Type, TalkId.Parse(told.Data.GetProperty("talk").GetString()!))));
        Assert.Empty(announced.SelectMany(EventSchema.Problems));
    }

    [Fact]
    public async Task An_event_that_a_newer_one_has_overtaken_is_refused()
    {
        await using var database = await OpenMigratedAsync();
        var newer = new S3Object("bucket", "talks/ö.mp4", VersionId: null, ETag: null, Sequencer: "0A2");

        await database.WriteAsync(session => TalkStore.NoteEventAsync(session, newer), Cancellation);
        await database.WriteAsync(session => TalkStore.NoteEventAsync(session, newer with { Sequencer = "0A3" }), Cancellation);

        await Assert.ThrowsAsync<OvertakenException>(
            () => database.WriteAsync(session => TalkStore.NoteEventAsync(session, newer with { Sequencer = "0A1" }), Cancellation));
    }

    private protected abstract Task<IDatabase> OpenAsync();

    private async Task<IDatabase> OpenMigratedAsync()
    {
        var database = await OpenAsync();
        await Migrator.ApplyAsync(database, [TalkStore.Migrations, EventStore.Migrations], TimeProvider.System, Cancellation);
        return database;
    }

    private static async Task<HeldTalk> ClaimAsync(IDatabase database, long id, string title, ClaimBy by)
    {
        await database.WriteAsync(session => TalkStore.ClaimAsync(session, new TalkId(id), title, "Barn", by), Cancellation);
        return new HeldTalk(new TalkId(id), title, new RunId(by.RunId));
    }
}
