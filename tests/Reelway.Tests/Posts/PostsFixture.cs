using Reelway.Contracts.Time;
using Reelway.Events;
using Reelway.Posts;
using Reelway.Sandbox;
using Reelway.Sandbox.X;
using Reelway.Tests.Connections;

namespace Reelway.Tests.Posts;

/// <summary>A process with posts and a stand-in of the network, on whichever database; the tests move its clock.</summary>
public abstract class PostsFixture : IAsyncLifetime
{
    private SharedStore _store = null!;

    private protected ManualClock Clock { get; } = new();

    private protected PostsOptions Options { get; } = new()
    {
        Accounts = new()
        {
            ["conference"] = new PostAccount { Platform = "twitter", Connection = "x" },
            ["team"] = new PostAccount { Platform = "linkedin", Connection = "linkedin" },
        },
        Window = TimeSpan.FromMinutes(8),
    };

    private protected SandboxServer Sandbox { get; private set; } = null!;

    private protected PostsProcess Posts { get; private set; } = null!;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected DateTimeOffset Tomorrow => Clock.GetUtcNow().AddDays(1);

    public async ValueTask InitializeAsync()
    {
        Sandbox = await SandboxServer.StartAsync(new SandboxOptions { Time = Clock, X = new XSandboxOptions { Accounts = PostsProcess.Accounts } }, Cancellation);
        _store = await StoreAsync();
        Posts = await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Posts.DisposeAsync();
        await _store.DisposeAsync();
        await Sandbox.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>As after a crash: another process on the same store.</summary>
    private protected async Task RestartAsync()
    {
        await Posts.DisposeAsync();
        Posts = await StartAsync();
    }

    private async Task<PostsProcess> StartAsync() => await PostsProcess.StartAsync(await _store.OpenAsync(Clock, Cancellation), Clock, Sandbox, Options);

    /// <param name="more">Members of its detail, with single quotes.</param>
    private protected static string Event(DateTimeOffset at, string reference, string more)
        => $$$"""{"detail-type":"Schedule Social Post","source":"test","detail":{"message":"Owls at night","scheduledDate":"{{{PostTimes.Write(at)}}}","referenceNumber":"{{{reference}}}",{{{more.Replace('\'', '"')}}}}}""";

    private protected static string? Reference(RecordedEvent told) => told.Data.GetProperty("referenceNumber").GetString();

    private protected abstract Task<SharedStore> StoreAsync();
}
