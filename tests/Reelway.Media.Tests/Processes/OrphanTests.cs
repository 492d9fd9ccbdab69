using System.Globalization;
using Reelway.Contracts.Time;

namespace Reelway.Media.Tests;

/// <summary>Whatever way we end, nothing that we started goes on.</summary>
public sealed class OrphanTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Grandchildren_die_when_the_run_is_cancelled()
    {
        using var runner = new ProcessRunner(_folder.Options, TimeProvider.System);
        using var cancel = new CancellationTokenSource();
        ProcessIdentity? grandchild = null;
        var ready = 0;
        var run = runner.RunAsync(
            FakeTool.Request("grandchild", "stay") with
            {
                OnLine = line =>
                {
                    grandchild ??= Grandchild(line);
                    ready += line == "ready" ? 1 : 0;
                    if (ready == 2)
                    {
                        cancel.Cancel();
                    }
                },
            },
            cancel.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.NotNull(grandchild);
        await Eventually.TrueAsync(() => !grandchild.IsAlive, "the grandchild is gone", Cancellation);
    }

    [Fact]
    public async Task Grandchildren_die_when_the_program_ends_without_them()
    {
        using var runner = new ProcessRunner(_folder.Options, TimeProvider.System);
        ProcessIdentity? grandchild = null;
        var result = await runner.RunAsync(FakeTool.Request("grandchild", "leave") with { OnLine = line => grandchild ??= Grandchild(line) }, Cancellation);
        Assert.Equal(0, result.ExitCode);
        await Eventually.TrueAsync(() => grandchild is not { IsAlive: true }, "the grandchild is gone", Cancellation);
    }

    [Theory]
    [InlineData("hang")]
    [InlineData("stubborn")]
    public async Task A_child_dies_when_we_are_killed(string behaviour)
    {
        using var parent = FakeTool.Start("parent", _folder.File("media"), behaviour);
        Assert.Equal("ready", await parent.StandardOutput.ReadLineAsync(Cancellation));
        var child = TheOnlyChild();
        Assert.True(child.IsAlive);

        parent.Kill();
        await Eventually.TrueAsync(() => !child.IsAlive, "the child is gone", Cancellation);
        await parent.WaitForExitAsync(Cancellation);
    }

    [Fact]
    public async Task A_real_encoder_dies_when_we_are_killed_and_the_next_start_tidies_up()
    {
        var source = await Clips.PlainAsync(Cancellation);
        using var parent = FakeTool.Start("cut", _folder.File("media"), source, _folder.File("out.mp4"));
        await Eventually.TrueAsync(() => Notes().Length == 1 && ChildNote.Read(Notes()[0]) is { IsAlive: true }, "the encoder runs", Cancellation);
        var encoder = TheOnlyChild();

        parent.Kill();
        await Eventually.TrueAsync(() => !encoder.IsAlive, "the encoder is gone", Cancellation);
        await parent.WaitForExitAsync(Cancellation);
        Assert.False(File.Exists(_folder.File("out.mp4")));

        using var next = new ProcessRunner(_folder.Options, TimeProvider.System);
        Assert.Equal(0, await next.EndLeftoversAsync(Cancellation));
        Assert.Empty(Notes());
    }

    [Fact]
    public async Task A_child_outlives_the_pool_thread_that_asked_for_it()
    {
        // The parent-death signal belongs to the forking thread: from this one, which ends at once, the child would be killed.
        using var runner = new ProcessRunner(_folder.Options, TimeProvider.System);
        using var cancel = new CancellationTokenSource();
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<ProcessResult>? run = null;
        var thread = new Thread(() => run = runner.RunAsync(FakeTool.Request("hang") with { OnLine = _ => ready.TrySetResult() }, cancel.Token));
        thread.Start();
        thread.Join();
        await ready.Task.WaitAsync(Cancellation);
        var child = TheOnlyChild();
        Assert.True(child.IsAlive);
        Assert.False(run!.IsCompleted);

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.False(child.IsAlive);
    }

    [Fact]
    public async Task What_a_dead_predecessor_left_is_ended_and_a_recycled_pid_is_left_alone()
    {
        using var left = FakeTool.Start("hang");
        using var stranger = FakeTool.Start("hang");
        try
        {
            var known = ProcessIdentity.Of(left.Id)!;
            var other = ProcessIdentity.Of(stranger.Id)!;
            var abandoned = Directory.CreateDirectory(Path.Combine(_folder.Options.Folder, "children", "dead")).FullName;
            ChildNote.Write(abandoned, known);
            ChildNote.Write(abandoned, other with { StartTicks = other.StartTicks - 1 });
            await File.WriteAllTextAsync(Path.Combine(abandoned, "nonsense"), "not a note", Cancellation);

            using var runner = new ProcessRunner(_folder.Options, TimeProvider.System);
            Assert.Equal(1, await runner.EndLeftoversAsync(Cancellation));
            Assert.False(known.IsAlive);
            Assert.True(other.IsAlive);
            Assert.False(Directory.Exists(abandoned));
        }
        finally
        {
            left.Kill();
            stranger.Kill();
        }
    }

    [Fact]
    public async Task A_process_of_an_earlier_boot_is_not_mistaken_for_one_of_this()
    {
        using var stranger = FakeTool.Start("hang");
        try
        {
            var identity = ProcessIdentity.Of(stranger.Id)!;
            ChildNote.Write(Directory.CreateDirectory(Path.Combine(_folder.Options.Folder, "children", "dead")).FullName, identity with { Boot = "another" });
            using var runner = new ProcessRunner(_folder.Options, TimeProvider.System);
            Assert.Equal(0, await runner.EndLeftoversAsync(Cancellation));
            Assert.True(identity.IsAlive);
        }
        finally
        {
            stranger.Kill();
        }
    }

    [Fact]
    public async Task Children_of_a_living_process_are_left_alone()
    {
        using var parent = FakeTool.Start("parent", _folder.File("media"), "hang");
        try
        {
            Assert.Equal("ready", await parent.StandardOutput.ReadLineAsync(Cancellation));
            var child = TheOnlyChild();
            using var runner = new ProcessRunner(_folder.Options, TimeProvider.System);
            Assert.Equal(0, await runner.EndLeftoversAsync(Cancellation));
            Assert.True(child.IsAlive);
        }
        finally
        {
            parent.Kill();
            await parent.WaitForExitAsync(Cancellation);
        }
    }

    private static ProcessIdentity? Grandchild(string line)
        => line.Split(' ') is ["grandchild", var pid] ? ProcessIdentity.Of(int.Parse(pid, CultureInfo.InvariantCulture)) : null;

    private string[] Notes()
    {
        var root = Path.Combine(_folder.Options.Folder, "children");
        return Directory.Exists(root) ? Directory.GetFiles(root, "*-*", SearchOption.AllDirectories) : [];
    }

    private ProcessIdentity TheOnlyChild() => ChildNote.Read(Assert.Single(Notes()))!;
}
