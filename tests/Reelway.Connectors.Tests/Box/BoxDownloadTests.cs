using System.Security.Cryptography;
using Reelway.Connectors.Box;
using Reelway.Contracts.Connectors;
using Reelway.Sandbox.Faults;

namespace Reelway.Connectors.Tests.Box;

public sealed class BoxDownloadTests : IAsyncLifetime
{
    private readonly byte[] _content = RandomNumberGenerator.GetBytes(300_000);
    private BoxWorldFixture _world = null!;

    private static CancellationToken Cancellation => BoxWorldFixture.Cancellation;

    public async ValueTask InitializeAsync() => _world = await BoxWorldFixture.StartAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(300_000)]
    public async Task A_file_comes_from_another_host_which_gets_no_token(int bytes)
    {
        var file = await _world.PutAsync(BoxWorldFixture.Root, "a.mp4", _content[..bytes]);
        using var to = new MemoryStream();

        await _world.Files.DownloadAsync(file, to, null, Cancellation);

        Assert.Equal(_content[..bytes], to.ToArray());
        // The other host answers 400 to a token.
        Assert.DoesNotContain(_world.Box.Requests.Entries, request => request.Status == 400);
    }

    [Fact]
    public async Task What_is_there_already_is_not_fetched_again()
    {
        var file = await _world.PutAsync(BoxWorldFixture.Root, "a.mp4", _content);
        using var to = new MemoryStream();
        await to.WriteAsync(_content.AsMemory(0, 200_000), Cancellation);
        var progress = new List<double>();

        await _world.Files.DownloadAsync(file, to, new Progress(progress.Add), Cancellation);

        Assert.Equal(_content, to.ToArray());
        Assert.Contains(_world.Box.Requests.Entries, request => request.Status == 206);
        Assert.InRange(progress[0], 0.66, 1);
    }

    [Fact]
    public async Task A_file_that_can_only_be_written_is_written_from_its_beginning()
    {
        var file = await _world.PutAsync(BoxWorldFixture.Root, "a.mp4", _content);
        var path = Path.Combine(_world.Folder.FullPath, "a.mp4");
        await File.WriteAllBytesAsync(path, [1, 2, 3], Cancellation);
        await using (var to = File.OpenWrite(path))
        {
            await _world.Files.DownloadAsync(file, to, null, Cancellation);
        }

        Assert.Equal(_content, await File.ReadAllBytesAsync(path, Cancellation));
    }

    [Fact]
    public async Task What_is_there_and_is_something_else_is_taken_away_and_comes_new_the_next_time()
    {
        var file = await _world.PutAsync(BoxWorldFixture.Root, "a.mp4", _content);
        using var to = new MemoryStream();
        await to.WriteAsync(new byte[1000], Cancellation);

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => _world.Files.DownloadAsync(file, to, null, Cancellation));
        await _world.Files.DownloadAsync(file, to, null, Cancellation);

        Assert.Equal(CallFault.Transient, fault.Kind);
        Assert.Contains(file.Sha1, fault.Message, StringComparison.Ordinal);
        Assert.Equal(_content, to.ToArray());
    }

    [Fact]
    public async Task A_file_that_Box_can_not_hand_out_yet_is_waited_for_without_an_attempt()
    {
        _world.Box.Settings = _world.Box.Settings with { DownloadWaits = 1, RetryAfterSeconds = 9 };
        var file = await _world.PutAsync(BoxWorldFixture.Root, "a.mp4", _content);
        using var to = new MemoryStream();

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => _world.Files.DownloadAsync(file, to, null, Cancellation));
        await _world.Files.DownloadAsync(file, to, null, Cancellation);

        Assert.Equal((CallFault.RateLimited, TimeSpan.FromSeconds(9), null, BoxCodes.NotReady), (fault.Kind, fault.RetryAfter, fault.Scope, fault.RemoteCode));
    }

    [Theory]
    [InlineData(FaultEffect.Cut)]
    [InlineData(FaultEffect.ExpireToken)]
    [InlineData(FaultEffect.Status)]
    public async Task A_passing_fault_costs_nothing(FaultEffect effect)
    {
        var file = await _world.PutAsync(BoxWorldFixture.Root, "a.mp4", _content);
        _world.Sandbox.Faults.Add(new SandboxFault("box", effect, new FaultMatch { Path = "*/content" }));
        using var to = new MemoryStream();

        await _world.Files.DownloadAsync(file, to, null, Cancellation);

        Assert.Equal(_content, to.ToArray());
    }

    [Fact]
    public async Task A_download_goes_on_where_the_connection_broke()
    {
        await using var harness = new BoxHarness();
        var half = ScriptedAnswer.Json("Hello") with { Misbehaviour = Misbehaviour.CutBody, BytesBefore = 3 };
        harness.Server.AnswerNext(half, (ScriptedAnswer.Json("lo") with { Status = 206 }).With(("Content-Range", "bytes 3-4/5")));
        using var to = new MemoryStream();

        await harness.Files.DownloadAsync(new BoxFile("22", "a.txt", 5, BoxHarness.Sha1), to, null, Cancellation);

        Assert.Equal("Hello"u8.ToArray(), to.ToArray());
        Assert.Equal([null, "bytes=3-"], harness.Server.Received.Select(request => request.Headers.GetValueOrDefault("Range")));
    }

    [Fact]
    public async Task A_host_that_knows_no_ranges_is_read_from_the_beginning()
    {
        await using var harness = new BoxHarness();
        harness.Server.AnswerNext(ScriptedAnswer.Json("Hello") with { Misbehaviour = Misbehaviour.CutBody, BytesBefore = 3 }, ScriptedAnswer.Json("Hello"));
        using var to = new MemoryStream();

        await harness.Files.DownloadAsync(new BoxFile("22", "a.txt", 5, BoxHarness.Sha1), to, null, Cancellation);

        Assert.Equal("Hello"u8.ToArray(), to.ToArray());
    }

    [Fact]
    public async Task A_content_that_is_longer_than_it_should_be_is_not_read_to_its_end()
    {
        await using var harness = new BoxHarness();
        harness.Server.Otherwise = _ => ScriptedAnswer.Json(new string('x', 5_000_000));
        using var to = new MemoryStream();

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.Files.DownloadAsync(new BoxFile("22", "a.txt", 5, BoxHarness.Sha1), to, null, Cancellation));

        Assert.Equal((CallFault.Transient, 0), (fault.Kind, to.Length));
        Assert.InRange(to.Capacity, 0, 1_000_000);
    }

    [Fact]
    public async Task A_redirect_to_an_unsafe_address_is_not_followed()
    {
        await using var harness = new BoxHarness();
        harness.Server.AnswerNext(ScriptedAnswer.Empty(302).With(("Location", "http://dl.example.test/x")));
        using var to = new MemoryStream();

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => harness.Files.DownloadAsync(new BoxFile("22", "a.txt", 5, BoxHarness.Sha1), to, null, Cancellation));

        Assert.Equal(CallFault.Permanent, fault.Kind);
        Assert.Contains("http://dl.example.test, which is not an https address", fault.Message, StringComparison.Ordinal);
    }

    private sealed class Progress(Action<double> report) : IProgress<double>
    {
        public void Report(double value) => report(value);
    }
}
