using Reelway.Sandbox;
using Reelway.Sandbox.Facebook;
using Reelway.Sandbox.Faults;

namespace Reelway.EndToEnd.Tests.Kills;

/// <summary>The queue is never emptied before its work is safe.</summary>
public sealed class QueueKillTests(ShortRecording recording) : IClassFixture<ShortRecording>
{
    private static readonly string[] Titles = ["Owls", "Bees", "Ants"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Killed_five_times_on_the_way_from_the_queue_to_the_page_no_recording_is_lost_or_published_twice()
    {
        await using var installation = await QueueInstallation.CreateAsync(Titles, Cancellation);
        foreach (var title in Titles)
        {
            await installation.RecordAsync(recording.File, title, Cancellation);
        }

        // Received, and nothing started; started, and not deleted; deleted, and not told so; fetching; uploading.
        await KillAtAsync(installation, sandbox => sandbox.Sqs.Requests, "sqs", FaultEffect.LostAnswer, "operation", "ReceiveMessage");
        Assert.Equal(Titles.Length, installation.Waiting);
        await KillAtAsync(installation, sandbox => sandbox.Sqs.Requests, "sqs", FaultEffect.Hang, "operation", "DeleteMessageBatch");
        Assert.Equal(Titles.Length, installation.Waiting);
        await KillAtAsync(installation, sandbox => sandbox.Sqs.Requests, "sqs", FaultEffect.LostAnswer, "operation", "DeleteMessageBatch");
        await KillAtAsync(installation, sandbox => sandbox.S3.Requests, "s3", FaultEffect.Hang, "operation", "GetObject");
        await KillAtAsync(installation, sandbox => sandbox.Facebook.Requests, "facebook", FaultEffect.Hang, "upload_phase", "transfer");

        await using var server = installation.StartServer();
        var runs = await server.RunsAsync(Titles.Length);

        Assert.All(runs, run => Assert.True(run.GetProperty("state").GetString() == "succeeded", run.ToString()));
        Assert.Equal(Titles.Length, runs.Count);
        var published = installation.Sandbox.Facebook.Videos.Where(video => video.Status == VideoStatus.Ready).ToList();
        Assert.Equal(Titles.Order(), published.Select(video => video.Title).Order());
        var sheet = await File.ReadAllTextAsync(installation.TalkSheet, Cancellation);
        Assert.All(published, video => Assert.Contains($"https://www.facebook.com{video.Permalink}", sheet, StringComparison.Ordinal));
        await installation.Sandbox.Sqs.Requests.WaitAsync(_ => installation.Waiting == 0, Cancellation);
    }

    /// <summary>Starts the server and kills it as soon as it makes such a call, none of which is answered.</summary>
    private static async Task KillAtAsync(
        QueueInstallation installation, Func<SandboxServer, Journal<SandboxRequest>> requests, string system, FaultEffect effect, string parameter, string value)
    {
        installation.Sandbox.Faults.Add(new SandboxFault(
            system, effect, new FaultMatch { Parameters = new Dictionary<string, string> { [parameter] = value } }, Times: 1000));
        var seen = requests(installation.Sandbox).Entries.Count(request => request.Fault == effect && request.Detail == value);
        await using var doomed = installation.StartServer();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        patience.CancelAfter(TimeSpan.FromSeconds(90));
        await requests(installation.Sandbox).WaitAsync(
            entries => entries.Count(request => request.Fault == effect && request.Detail == value) > seen, patience.Token);
        await doomed.KillAsync();
        installation.Sandbox.Faults.Clear();
    }
}
