using Reelway.Connectors;
using Reelway.Frame.Configuration;

namespace Reelway.Tests.Connections;

/// <summary>An outside system with logins, as its connector reaches it.</summary>
internal interface ILoginHarness : IAsyncDisposable
{
    /// <summary>The time by which the system and the processes go.</summary>
    TimeProvider Clock { get; }

    /// <summary>How often the system was asked to renew since the last login.</summary>
    int Renewals { get; }

    /// <summary>A connection to it, without credentials of its own.</summary>
    ConnectionSettings Connection(string name);

    /// <summary>What a person brings to log in.</summary>
    string NewSecret();

    /// <summary>Makes a call that needs the login.</summary>
    Task CallAsync(ConnectionClients clients, CancellationToken cancellation);

    /// <summary>From now on the token that calls are made with is refused; a renewal brings another one.</summary>
    void RefuseToken();

    /// <summary>From now on what it is renewed with is refused, too.</summary>
    void RefuseRenewal();

    /// <summary>Lets so much time pass that the login is to be renewed.</summary>
    void BringNearItsEnd();

    /// <summary>What a renewal gives again, in a kept login.</summary>
    string RotatedIn(string secret);

    /// <summary>True when a call was made with it.</summary>
    bool HasUsed(string token);
}
