namespace Reelway.Contracts.Talks;

/// <summary>A sheet behind an account and a network, both of which can be disturbed.</summary>
internal interface IOnlineSheetHarness : ISheetHarness
{
    /// <summary>The fault scope of its account.</summary>
    string Scope { get; }

    /// <summary>Calls that wrote, answered or not.</summary>
    int Writes { get; }

    /// <summary>What a person does right after the next read was answered.</summary>
    void AfterNextRead(Action<IReadOnlyList<IReadOnlyList<string>>, Action<IReadOnlyList<IReadOnlyList<string>>>> change);

    /// <summary>Answers reads, or writes, as one too many, from now on.</summary>
    void Throttle(bool reads);

    /// <summary>Refuses the credentials, whatever is tried with them.</summary>
    void RefuseCredentials();

    /// <summary>Ends the login that is in use; a new one can be had.</summary>
    void EndLogin();

    /// <summary>Cuts the connection at the next read.</summary>
    void CutNextRead();

    /// <summary>Cuts the connection at the next write, before or after it took effect.</summary>
    void CutNextWrite(bool afterEffect);

    /// <summary>Never answers the next write.</summary>
    void HangNextWrite();

    /// <summary>Waits until a write has arrived, answered or not.</summary>
    Task UntilWriteAsync(CancellationToken cancellation);

    /// <summary>All is well again.</summary>
    void Heal();
}
