using Reelway.Sandbox.Facebook;
using Reelway.Sandbox.Tests.Facebook;

namespace Reelway.Sandbox.Tests;

public sealed class SandboxServerTests
{
    [Fact]
    public async Task Two_sandboxes_run_side_by_side_on_loopback()
    {
        await using var one = await SandboxHttp.StartAsync();
        await using var two = await SandboxHttp.StartAsync();

        Assert.True(one.Server.HttpUrl.IsLoopback);
        Assert.Distinct([one.Server.HttpUrl.Port, two.Server.HttpUrl.Port, one.Server.SmtpPort, two.Server.SmtpPort]);
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said_so()
    {
        await using var one = await SandboxHttp.StartAsync();

        await Assert.ThrowsAsync<IOException>(() => SandboxServer.StartAsync(
            new SandboxOptions { HttpPort = one.Server.HttpUrl.Port }, SandboxHttp.Cancellation));
    }

    [Fact]
    public async Task Its_own_folder_goes_with_it()
    {
        await using var http = await SandboxHttp.StartAsync();
        await GraphCaller.Page(http).PublishAsync(GraphCaller.Bytes(1_000));
        var file = Assert.Single(http.Server.Facebook.Videos).File;
        Assert.True(File.Exists(file));

        await http.DisposeAsync();

        Assert.False(Directory.Exists(Path.GetDirectoryName(Path.GetDirectoryName(file))));
    }

    [Fact]
    public async Task A_given_folder_stays()
    {
        var folder = Directory.CreateTempSubdirectory("reelway-sandbox-test-");
        try
        {
            await using var http = await SandboxHttp.StartAsync(new SandboxOptions { DataFolder = folder.FullName });
            await GraphCaller.Page(http).PublishAsync(GraphCaller.Bytes(1_000));
            await http.DisposeAsync();

            Assert.Single(folder.EnumerateFiles("*.mp4", SearchOption.AllDirectories));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Addresses_in_the_environment_do_not_move_it()
    {
        // Harmless to the tests beside this one: they run sandboxes, and none may listen to it.
        Environment.SetEnvironmentVariable("ASPNETCORE_URLS", "http://127.0.0.1:1");
        Environment.SetEnvironmentVariable("ASPNETCORE_Kestrel__Endpoints__Other__Url", "http://127.0.0.1:1");
        Environment.SetEnvironmentVariable("Kestrel__Endpoints__Other__Url", "http://127.0.0.1:1");

        await using var http = await SandboxHttp.StartAsync();

        Assert.NotEqual(1, http.Server.HttpUrl.Port);
    }

    [Fact]
    public async Task Settings_that_make_no_sense_stop_the_start()
    {
        var options = new SandboxOptions { Facebook = new() { Settings = new FacebookSettings { SmallestWindowBytes = 0 } } };

        var fault = await Assert.ThrowsAsync<ArgumentException>(() => SandboxServer.StartAsync(options, SandboxHttp.Cancellation));

        Assert.Contains("smallestWindowBytes", fault.Message, StringComparison.Ordinal);
    }
}
