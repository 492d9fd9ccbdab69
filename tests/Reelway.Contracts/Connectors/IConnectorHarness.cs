namespace Reelway.Contracts.Connectors;

/// <summary>One HTTP connector, wired to a scripted server, as <see cref="ConnectorContract"/> drives it.</summary>
public interface IConnectorHarness : IAsyncDisposable
{
    ScriptedHttpServer Server { get; }

    CapturedLog Log { get; }

    /// <summary>All secrets that the connection knows.</summary>
    IReadOnlyList<string> Secrets { get; }

    /// <summary>A call that changes nothing: one request.</summary>
    Task ReadAsync(CancellationToken cancellation);

    /// <summary>The call whose repetition would do harm: one request.</summary>
    Task WriteAsync(CancellationToken cancellation);

    /// <summary>Body that <see cref="ReadAsync"/> succeeds with.</summary>
    string ReadAnswer { get; }

    /// <summary>Body that <see cref="WriteAsync"/> succeeds with.</summary>
    string WriteAnswer { get; }

    /// <summary>How the system says that the credentials are not valid (any more).</summary>
    ScriptedAnswer LoginRefused { get; }

    /// <summary>How the system says that there were too many calls, without naming a time.</summary>
    ScriptedAnswer Throttled { get; }

    /// <summary>Wait after a throttled call when the answer names none; null: the engine's.</summary>
    TimeSpan? ThrottleWait { get; }
}
