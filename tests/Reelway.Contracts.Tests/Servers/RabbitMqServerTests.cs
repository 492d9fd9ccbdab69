using Reelway.Contracts.Servers;

namespace Reelway.Contracts.Tests.Servers;

public sealed class RabbitMqServerTests(SharedServers servers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_test_gets_a_space_of_its_own()
    {
        var server = await servers.RabbitMqAsync(Cancellation);
        await using var one = await server.CreateSpaceAsync(Cancellation);
        await using var two = await server.CreateSpaceAsync(Cancellation);

        Assert.NotEqual(one.Url, two.Url);
        Assert.Empty(await one.QueuesAsync(Cancellation));
        Assert.Empty(await two.QueuesAsync(Cancellation));
    }

    [Fact]
    public async Task It_comes_back_on_its_port_with_what_it_stored_and_leaves_nothing_behind()
    {
        if (RabbitMqServer.Missing is { } reason)
        {
            Assert.Skip(reason);
        }

        var server = await RabbitMqServer.StartAsync(Cancellation);
        var space = await server.CreateSpaceAsync(Cancellation);
        await server.StopAsync(immediate: true, Cancellation);
        await Assert.ThrowsAsync<HttpRequestException>(() => space.QueuesAsync(Cancellation));

        await server.ContinueAsync(Cancellation);
        Assert.Empty(await space.QueuesAsync(Cancellation));

        await server.StopAsync(immediate: false, Cancellation);
        var folder = server.Folder;
        Assert.NotEmpty(ProcessesOf(folder)); // epmd
        await server.DisposeAsync();
        Assert.False(Directory.Exists(folder));
        Assert.Empty(ProcessesOf(folder));
    }

    /// <summary>The living processes that were started in the folder.</summary>
    private static List<string> ProcessesOf(string folder)
        => [.. Directory.EnumerateDirectories("/proc").Where(process => Path.GetFileName(process).All(char.IsAsciiDigit) && LivesIn(process, folder))];

    private static bool LivesIn(string process, string folder)
    {
        try
        {
            return File.ResolveLinkTarget(Path.Combine(process, "cwd"), returnFinalTarget: false)?.FullName == folder;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false; // ended meanwhile, or somebody else's
        }
    }
}
