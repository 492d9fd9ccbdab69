using System.Security.Cryptography;
using System.Text.Json;
using Reelway.Connectors.Box;
using Reelway.Sandbox.Faults;

namespace Reelway.Connectors.Tests.Box;

/// <summary>Uploads against the stand-in: parts of 100 bytes, for files from 1000 bytes on.</summary>
public sealed class BoxUploadTests : IAsyncLifetime
{
    private readonly byte[] _large = RandomNumberGenerator.GetBytes(1234);
    private BoxWorldFixture _world = null!;

    private static CancellationToken Cancellation => BoxWorldFixture.Cancellation;

    public async ValueTask InitializeAsync() => _world = await BoxWorldFixture.StartAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(999)]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(1234)]
    public async Task A_file_goes_up_whole_and_the_stored_name_comes_back(int bytes)
    {
        var content = _large[..bytes];

        var file = await _world.UploadAsync(BoxWorldFixture.Root, "žluť 😀.mp4", content);

        Assert.Equal(("žluť 😀.mp4", bytes, Sha1(content)), (file.Name, file.Size, file.Sha1));
        Assert.Equal(content, await _world.Box.ReadAsync(file.Id, Cancellation));
        Assert.Equal(bytes >= 1000 ? (bytes + 99) / 100 : 0, Parts);
        Assert.Empty(_world.Box.Uploads);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(1234)]
    public async Task A_file_that_is_there_with_the_same_content_is_taken_and_with_another_is_a_fault_that_names_both(int bytes)
    {
        var there = await _world.PutAsync(BoxWorldFixture.Root, "spot.mp4", _large[..bytes]);
        var taken = await _world.UploadAsync(BoxWorldFixture.Root, "SPOT.mp4", _large[..bytes]);
        var other = RandomNumberGenerator.GetBytes(bytes);
        var fault = await Assert.ThrowsAsync<ConnectorException>(() => _world.UploadAsync(BoxWorldFixture.Root, "spot.mp4", other));

        Assert.Equal(there.Id, taken.Id);
        Assert.Equal((CallFault.Permanent, BoxCodes.NameInUse), (fault.Kind, fault.RemoteCode));
        Assert.Contains($"file {there.Id}", fault.Message, StringComparison.Ordinal);
        Assert.Contains($"SHA-1 {there.Sha1} there, {Sha1(other)} here", fault.Message, StringComparison.Ordinal);
        Assert.Single(_world.Box.Files);
    }

    [Fact]
    public async Task A_name_that_is_taken_while_a_file_goes_up_is_looked_at()
    {
        using var content = new MemoryStream([1, 2, 3]);
        var upload = await _world.Files.BeginAsync(BoxWorldFixture.Root, "a.txt", 3, Cancellation);
        var there = await _world.PutAsync(BoxWorldFixture.Root, "a.txt", [1, 2, 3]);

        var sent = await _world.Files.SendAsync(upload, content, null, Cancellation);

        Assert.Equal(there.Id, sent.File!.Id);
    }

    [Theory]
    [InlineData(FaultEffect.LostAnswer)]
    [InlineData(FaultEffect.Cut)]
    public async Task An_upload_whose_answer_was_lost_is_one_file_after_the_next_try(FaultEffect effect)
    {
        using var content = new MemoryStream([1, 2, 3]);
        var upload = await _world.Files.BeginAsync(BoxWorldFixture.Root, "a.txt", 3, Cancellation);
        _world.Sandbox.Faults.Add(new SandboxFault("box", effect, new FaultMatch { Path = "/api/2.0/files/content" }));

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => _world.Files.SendAsync(upload, content, null, Cancellation));
        var sent = await _world.Files.SendAsync(upload, content, null, Cancellation);

        Assert.Equal((CallFault.Transient, true), (fault.Kind, fault.OutcomeUnknown));
        Assert.Equal(Assert.Single(_world.Box.Files).Id, sent.File!.Id);
    }

    [Fact]
    public async Task A_part_that_was_stored_behind_an_error_is_not_sent_again()
    {
        _world.Box.Settings = _world.Box.Settings with { PartsStoredBehind500 = 2 };

        await _world.UploadAsync(BoxWorldFixture.Root, "spot.mp4", _large);

        Assert.Equal(13, Parts);
        Assert.Equal(2, _world.Box.Requests.Entries.Count(request => request.Status == 500));
        Assert.DoesNotContain(_world.Box.Requests.Entries, request => request.Status == 409);
    }

    [Theory]
    [InlineData(FaultEffect.LostAnswer, 13)]
    [InlineData(FaultEffect.Cut, 14)]
    public async Task A_part_without_an_answer_is_looked_for_and_sent_again_only_if_it_is_not_there(FaultEffect effect, int parts)
    {
        _world.Sandbox.Faults.Add(new SandboxFault("box", effect, new FaultMatch { Method = "PUT" }, Skip: 4));

        var file = await _world.UploadAsync(BoxWorldFixture.Root, "spot.mp4", _large);

        Assert.Equal(Sha1(_large), file.Sha1);
        Assert.Equal(parts, Parts);
    }

    [Fact]
    public async Task Another_process_goes_on_with_what_is_kept_of_an_upload_and_sends_what_lacks()
    {
        using var content = new MemoryStream(_large);
        var upload = await _world.Files.BeginAsync(BoxWorldFixture.Root, "spot.mp4", _large.Length, Cancellation);
        _world.Sandbox.Faults.Add(new SandboxFault("box", FaultEffect.Cut, new FaultMatch { Method = "PUT" }, Skip: 5, Times: 100));
        await Assert.ThrowsAsync<ConnectorException>(() => _world.Files.SendAsync(upload, content, null, Cancellation));
        _world.Sandbox.Faults.Clear();
        var before = Parts;

        using var other = BoxFiles.Create(_world.Options, _world.Http);
        var kept = JsonSerializer.Deserialize<BoxUpload>(JsonSerializer.Serialize(upload))!;
        var progress = new List<double>();
        var sent = await other.SendAsync(kept, content, new Progressed(progress), Cancellation);
        var committed = await other.CommitAsync(kept, JsonSerializer.Deserialize<BoxSent>(JsonSerializer.Serialize(sent))!, Cancellation);

        Assert.Equal(5, _world.Box.Requests.Entries.Count(request => request is { Method: "PUT", Status: 200 }) - (Parts - before));
        Assert.Equal(8, Parts - before);
        Assert.Equal(_large, await _world.Box.ReadAsync(committed.File!.Id, Cancellation));
        Assert.Equal((13, 1d), (progress.Count, progress.Max()));
    }

    [Fact]
    public async Task A_content_of_another_size_than_was_said_is_a_fault_that_names_both()
    {
        using var content = new MemoryStream(_large);
        var upload = await _world.Files.BeginAsync(BoxWorldFixture.Root, "spot.mp4", _large.Length - 1, Cancellation);

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => _world.Files.SendAsync(upload, content, null, Cancellation));

        Assert.Equal((CallFault.Permanent, BoxCodes.WrongSize), (fault.Kind, fault.RemoteCode));
        Assert.Contains("1233 bytes were announced, and it has 1234", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_content_that_changed_since_its_first_parts_were_sent_is_refused()
    {
        using var content = new MemoryStream(_large);
        var upload = await _world.Files.BeginAsync(BoxWorldFixture.Root, "spot.mp4", _large.Length, Cancellation);
        await _world.Files.SendAsync(upload, content, null, Cancellation);
        _large[250] ^= 1;

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => _world.Files.SendAsync(upload, content, null, Cancellation));

        Assert.Equal(CallFault.Permanent, fault.Kind);
        Assert.Contains("the part at byte 200 was sent before with another content", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_commit_that_Box_is_busy_with_is_asked_for_again_and_nothing_is_uploaded_twice()
    {
        _world.Box.Settings = _world.Box.Settings with { CommitWaits = 20, RetryAfterSeconds = 7 };
        var (upload, sent) = await SendAsync();
        var waits = new List<TimeSpan?>();
        BoxCommit commit;
        while ((commit = await _world.Files.CommitAsync(upload, sent, Cancellation)).File is null)
        {
            waits.Add(commit.AskAgainAfter);
        }

        Assert.Equal(Enumerable.Repeat<TimeSpan?>(TimeSpan.FromSeconds(7), 20), waits);
        Assert.Equal((13, commit.File!.Id), (Parts, Assert.Single(_world.Box.Files).Id));
    }

    [Theory]
    [InlineData(FaultEffect.LostAnswer, 1)]
    [InlineData(FaultEffect.Cut, 2)]
    public async Task A_commit_whose_answer_was_lost_is_looked_up_before_it_is_sent_again(FaultEffect effect, int commits)
    {
        var (upload, sent) = await SendAsync();
        _world.Sandbox.Faults.Add(new SandboxFault("box", effect, new FaultMatch { Path = "*/commit" }));

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => _world.Files.CommitAsync(upload, sent, Cancellation));
        var commit = await _world.Files.CommitAsync(upload, sent, Cancellation);

        Assert.True(fault.OutcomeUnknown);
        Assert.Equal(Assert.Single(_world.Box.Files).Id, commit.File!.Id);
        Assert.Equal(commits, _world.Calls("POST", "/commit"));
    }

    [Fact]
    public async Task A_commit_that_finds_the_name_taken_looks_at_what_has_it()
    {
        var (upload, sent) = await SendAsync();
        var there = await _world.PutAsync(BoxWorldFixture.Root, "spot.mp4", _large);
        Assert.Equal(there.Id, (await _world.Files.CommitAsync(upload, sent, Cancellation)).File!.Id);

        await _world.PutAsync(BoxWorldFixture.Root, "spot.mp4", [1]);
        var fault = await Assert.ThrowsAsync<ConnectorException>(() => _world.Files.CommitAsync(upload, sent, Cancellation));

        Assert.Equal((CallFault.Permanent, BoxCodes.NameInUse), (fault.Kind, fault.RemoteCode));
    }

    [Fact]
    public async Task What_was_given_up_is_gone_and_says_so()
    {
        var (upload, sent) = await SendAsync();

        await _world.Files.AbortAsync(upload, Cancellation);
        await _world.Files.AbortAsync(upload, Cancellation);
        using var content = new MemoryStream(_large);
        var send = await Assert.ThrowsAsync<ConnectorException>(() => _world.Files.SendAsync(upload, content, null, Cancellation));
        var commit = await Assert.ThrowsAsync<ConnectorException>(() => _world.Files.CommitAsync(upload, sent, Cancellation));

        Assert.All([send, commit], fault => Assert.Equal((CallFault.Permanent, BoxCodes.SessionGone), (fault.Kind, fault.RemoteCode)));
        Assert.Empty(_world.Box.Uploads);
    }

    [Fact]
    public async Task A_commit_of_which_parts_are_missing_is_not_sent()
    {
        var upload = await _world.Files.BeginAsync(BoxWorldFixture.Root, "spot.mp4", _large.Length, Cancellation);

        var fault = await Assert.ThrowsAsync<ConnectorException>(() => _world.Files.CommitAsync(upload, new BoxSent(Sha1(_large)), Cancellation));

        Assert.Equal((CallFault.Permanent, BoxCodes.PartsMissing), (fault.Kind, fault.RemoteCode));
        Assert.Equal(0, _world.Calls("POST", "/commit"));
    }

    [Theory]
    [InlineData("a/b.mp4", "has a slash at position 2")]
    [InlineData("spot .mp4 ", "has a space at position 10")]
    [InlineData(" spot.mp4", "has a space at position 1")]
    [InlineData("spot\u0007.mp4", "has the character U+0007 at position 5")]
    [InlineData("..", "means a folder")]
    [InlineData("", "is empty")]
    public async Task A_name_that_Box_does_not_take_is_refused_with_the_place(string name, string words)
    {
        var fault = await Assert.ThrowsAsync<ConnectorException>(() => _world.Files.BeginAsync(BoxWorldFixture.Root, name, 1, Cancellation));

        Assert.Equal((CallFault.Permanent, BoxCodes.NameRefused), (fault.Kind, fault.RemoteCode));
        Assert.Contains(words, fault.Message, StringComparison.Ordinal);
        Assert.Empty(_world.Box.Requests.Entries);
    }

    private int Parts => _world.Box.Requests.Entries.Count(request => request.Method == "PUT" && request.Path.Contains("upload_sessions", StringComparison.Ordinal));

    private async Task<(BoxUpload Upload, BoxSent Sent)> SendAsync()
    {
        using var content = new MemoryStream(_large);
        var upload = await _world.Files.BeginAsync(BoxWorldFixture.Root, "spot.mp4", _large.Length, Cancellation);
        return (upload, await _world.Files.SendAsync(upload, content, null, Cancellation));
    }

#pragma warning disable CA5350 // The digest that Box has.
    private static string Sha1(byte[] content) => Convert.ToHexStringLower(SHA1.HashData(content));
#pragma warning restore CA5350

    private sealed class Progressed(List<double> seen) : IProgress<double>
    {
        public void Report(double value)
        {
            lock (seen)
            {
                seen.Add(value);
            }
        }
    }
}
