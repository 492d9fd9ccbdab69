using System.Diagnostics;
using System.Text.Json;
using Reelway.EndToEnd.Tests.Kills;
using Reelway.Sandbox.Facebook;

namespace Reelway.EndToEnd.Tests.Production;

/// <summary>Talks with nothing embedded, in fair weather and in bad.</summary>
public sealed class ProductionTests(ShortRecording recording) : IClassFixture<ShortRecording>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Bad weather shows all that fair weather does; that is for the soak.</summary>
    public static TheoryData<bool> Weathers => Environment.GetEnvironmentVariable("REELWAY_SOAK") == "1" ? [false, true] : [true];

    [Theory]
    [MemberData(nameof(Weathers))]
    public async Task Twenty_recordings_become_twenty_videos_with_a_mail_and_a_link_each(bool badWeather)
    {
        await using var setup = await ProductionSetup.CreateAsync();
        await setup.HandInAsync(recording.File);
        var weather = badWeather ? new BadWeather(setup, seed: 7) : null;

        await PublishAllAsync(setup, weather, kills: new Queue<int>(badWeather ? [5, 12] : []));

        var videos = setup.Sandbox.Facebook.Videos.Where(video => video is { Status: VideoStatus.Ready, Published: true }).ToList();
        Assert.Equal(ProductionSetup.Titles, videos.Select(video => video.Title).Order());
        Assert.Equal(ProductionSetup.Addresses, (await setup.MailsAsync()).Order());
        Assert.Equal(videos.ToDictionary(video => video.Title!, video => $"https://www.facebook.com{video.Permalink}"), setup.Links);
        Assert.Equal(0, await setup.QueuedAsync());
        var shares = new[] { setup.Sandbox.Facebook.Requests.Entries, setup.Sandbox.Google.Requests.Entries }.Select(BadWeather.Share);
        Assert.All(shares, share => Assert.InRange(share, badWeather ? 0.02 : 0, badWeather ? 0.3 : 0));
    }

    /// <summary>Works until all runs have succeeded and the queue is empty; kills the server each time that so many videos are out, and does what a person does.</summary>
    private static async Task PublishAllAsync(ProductionSetup setup, BadWeather? weather, Queue<int> kills)
    {
        var clock = Stopwatch.StartNew();
        var server = setup.StartServer();
        try
        {
            while (true)
            {
                var runs = await server.RunsAsync();
                Assert.True(clock.Elapsed < Patience, $"Not all is published: {JsonSerializer.Serialize(runs)}\n{server.Said()}");
                if (kills.TryPeek(out var videos) && setup.Sandbox.Facebook.Videos.Count(video => video.Published) >= videos)
                {
                    kills.Dequeue();
                    await server.KillAsync();
                    await server.DisposeAsync();
                    server = setup.StartServer();
                    continue;
                }

                foreach (var run in runs.Where(run => StateOf(run) == "needs-attention"))
                {
                    await DecideAsync(server, setup, run);
                }

                if (runs.Count(run => StateOf(run) == "succeeded") == ProductionSetup.Talks && await setup.QueuedAsync() == 0)
                {
                    return;
                }

                await (weather?.BlowAsync() ?? Task.CompletedTask);
                await Task.Delay(TimeSpan.FromMilliseconds(100), Cancellation);
            }
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    // The person looks into the mailbox, as the sentence asks them to. Nothing but a mail may need one.
    private static async Task DecideAsync(ServerProcess server, ProductionSetup setup, JsonElement listed)
    {
        if (await server.FindAsync(listed.GetProperty("id").GetString()!) is not { } run)
        {
            return;
        }

        foreach (var asked in run.GetProperty("steps").EnumerateArray().Where(step => StateOf(step) == "needs-attention"))
        {
            var name = asked.GetProperty("name").GetString()!;
            Assert.True(name.StartsWith("mail:", StringComparison.Ordinal), run.ToString());
            var arrived = (await setup.MailsAsync()).Contains(name["mail:".Length..]);
            await server.DecideAsync(run, name, arrived ? "sent" : "send-again");
        }
    }

    private static string? StateOf(JsonElement item) => item.GetProperty("state").GetString();
}
