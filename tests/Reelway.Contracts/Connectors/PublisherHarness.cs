using Reelway.Connectors;
using Reelway.Connectors.Posting;
using Reelway.Sandbox;
using Reelway.Sandbox.Faults;

namespace Reelway.Contracts.Connectors;

/// <summary>One network's publisher against its stand-in, as <see cref="PublisherContract"/> drives it.</summary>
public abstract class PublisherHarness : IAsyncDisposable
{
    public CapturedLog Log { get; } = new();

    /// <summary>The stand-in's name.</summary>
    public abstract string Resident { get; }

    public abstract IPostPublisher Publisher { get; }

    /// <summary>All that is out, oldest first, as the network holds it; answers too.</summary>
    public abstract IReadOnlyList<SeenPost> Posts { get; }

    /// <summary>The request that publishes a post.</summary>
    public abstract FaultMatch Publishing { get; }

    /// <summary>A text of exactly the length that the network takes.</summary>
    public virtual string Longest => new('x', LongestText);

    /// <summary>False where the network takes the same text again at once.</summary>
    public virtual bool RefusesDoubles => true;

    /// <summary>What a rate limit of <paramref name="named"/> comes to; networks that name no time have their own.</summary>
    public virtual (TimeSpan Least, TimeSpan Most) WaitAfter(TimeSpan named) => (named - TimeSpan.FromSeconds(5), named + TimeSpan.FromSeconds(1));

    /// <summary>A video as the network takes it; null where it takes none.</summary>
    public virtual PostMedia? Video => new("video/mp4");

    protected abstract int LongestText { get; }

    protected SandboxServer Sandbox { get; private set; } = null!;

    protected ConnectorHttp Http { get; private set; } = null!;

    public async Task StartAsync(CancellationToken cancellation)
    {
        Sandbox = await SandboxServer.StartAsync(Options, cancellation);
        Http = new ConnectorHttp(TimeProvider.System, Log);
        Connect();
    }

    public void Order(FaultEffect effect, FaultMatch? match = null, int minutes = 5, int? code = null)
        => Sandbox.Faults.Add(new SandboxFault(Resident, effect, match, Minutes: minutes, Code: code));

    /// <summary>Makes the credentials useless, as when somebody takes them back.</summary>
    public virtual void EndCredentials() => Order(FaultEffect.ExpireToken, Publishing);

    public async ValueTask DisposeAsync()
    {
        (Publisher as IDisposable)?.Dispose();
        Http.Dispose();
        await Sandbox.DisposeAsync();
        Log.Dispose();
        GC.SuppressFinalize(this);
    }

    protected virtual SandboxOptions Options => new();

    /// <summary>Makes the publisher.</summary>
    protected abstract void Connect();
}

/// <summary>A post as a network holds it.</summary>
/// <param name="AnswerTo">The post that it answers; null for one that stands for itself.</param>
public sealed record SeenPost(string Id, string Text, string? AnswerTo, IReadOnlyList<SeenMedia> Media);

/// <summary>A file that a post shows.</summary>
public sealed record SeenMedia(string? Sha256, string? AltText);
