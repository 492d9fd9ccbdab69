using System.Diagnostics;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Reelway.Contracts;
using Reelway.Engine;
using Reelway.Storage;
using Reelway.Storage.Migrations;
using Reelway.Storage.Sqlite;
using Reelway.Talks;
using Reelway.Talks.Sheets;
using Reelway.Tests.Frame.Web;
using Reelway.Tests.Runs;

namespace Reelway.EndToEnd.Tests.Pages;

/// <summary>The run of a published talk with poster, strip and proof, made once for all that only look at it.</summary>
public sealed class ShownClip : IAsyncLifetime
{
    public const int Frames = 12;
    public const int PosterWidth = 1280;
    public const string Title = "Owls & \"other\" <b>birds</b>: why do they stay up so late, and who pays for the light?";

    private static readonly HeldTalk Held = new(new TalkId(7), Title, new RunId(0x0012_3456_789a_bd01));

    private readonly TemporaryFolder _folder = new();

    internal WebServer Server { get; private set; } = null!;

    /// <summary>The path of the run's page.</summary>
    internal static string Path => $"/runs/{Held.Run}";

    public async ValueTask InitializeAsync()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await DrawAsync($"testsrc2=s={PosterWidth}x720", "scale=iw:ih", _folder["poster.jpg"]);
        await DrawAsync("testsrc2=s=160x90:r=1", $"tile={Frames}x1", _folder["strip.jpg"]);
        var database = SqliteDatabase.Open(_folder["shown.db"]);
        await Migrator.ApplyAsync(database, [EngineRegistration.Migrations, TalkStore.Migrations], TimeProvider.System, cancellation);
        await database.WriteAsync(NoteAsync, cancellation);
        Server = await WebServer.StartAsync(
            cancellation,
            map: app =>
            {
                app.MapGet(TalkPictures.Address(Held.Id, TalkPictures.PosterKind), () => TypedResults.PhysicalFile(_folder["poster.jpg"], TalkPictures.ContentType));
                app.MapGet(TalkPictures.Address(Held.Id, TalkPictures.StripKind), () => TypedResults.PhysicalFile(_folder["strip.jpg"], TalkPictures.ContentType));
            },
            time: new StoppedTime(SampleRuns.Now),
            services: services =>
            {
                // By a factory, so that the server closes it.
                services.AddSingleton<IDatabase>(_ => database).AddSingleton<TalkStore>();
                services.AddSingleton(_ => new TalkSheet(new CachedSheet(new UnsetSheet("talks.sheet"), TimeProvider.System, TimeSpan.Zero), () => new TalkColumns()));
                services.AddTalksWeb();
            });
        AddRun();
    }

    public async ValueTask DisposeAsync()
    {
        if (Server is not null)
        {
            await Server.DisposeAsync();
        }

        _folder.Dispose();
    }

    private static async Task<bool> NoteAsync(IDbSession session)
    {
        await TalkStore.ClaimAsync(session, Held.Id, Title, "Barn", new ClaimBy(Held.Run.Value, "owls.mp4", "1", 1));
        await TalkStore.NoteFileAsync(session, Held, new EditedVideo("file:///owls.mp4", 1, "", 1834.2), 1);
        var times = Enumerable.Range(0, Frames).Select(number => (number * 152_850L) + 76_425).ToList();
        await TalkStore.NotePicturesAsync(
            session, Held, new TalkPictures(new TalkPoster("file:///owls.jpg", PosterWidth, 720, 312_000), new TalkStrip("file:///owls.strip.jpg", 160, 90, times)), 1);
        return true;
    }

    private void AddRun()
    {
        var claim = SampleRuns.Step(PublishTalk.ClaimStep, StepState.Succeeded) with { Output = JsonSerializer.SerializeToElement(new { talk = Held.Id.ToString() }) };
        var run = SampleRuns.Run(Held.Run.Value, RunState.Succeeded, "folder:owls.mp4", steps: [claim, SampleRuns.Step("edit", StepState.Succeeded), SampleRuns.Step("publish", StepState.Succeeded)]);
        Server.Runs.Add(
            run,
            SampleRuns.Line(1, "Cut in 8.8 s, smart: everything between the fades is copied bit for bit. 54602 of 55026 frames were copied, sound: splice.", step: "edit"),
            SampleRuns.Line(2, "Proof, frames: 55026 frames, each within 1 ms of its time in the recording.", step: "edit"),
            SampleRuns.Line(3, "Proof, middle: 54602 packets are the recording's, bit for bit.", step: "edit"),
            SampleRuns.Line(4, "Proof, sound: past the joins the decoded sound is the recording's, and neither join can be heard.", step: "edit"));
    }

    private static async Task DrawAsync(string picture, string filter, string path)
    {
        var start = new ProcessStartInfo("ffmpeg", ["-v", "error", "-nostdin", "-f", "lavfi", "-i", picture, "-vf", filter, "-frames:v", "1", path]) { RedirectStandardError = true };
        using var ffmpeg = Process.Start(start)!;
        var said = await ffmpeg.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await ffmpeg.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(ffmpeg.ExitCode == 0, said);
    }
}
