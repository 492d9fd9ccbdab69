namespace Reelway.Contracts.Servers;

/// <summary>Signals by which servers are told to end; each is named as setpriv names it, and numbered as on Linux.</summary>
internal enum ServerSignal
{
    Int = 2,
    Quit = 3,
    Kill = 9,
    Term = 15,
}
