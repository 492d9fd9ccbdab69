namespace Reelway.Frame.Server;

/// <summary>What the application is opened for.</summary>
internal enum ReelwayMode
{
    /// <summary>To serve: with workers and sources, on the configured addresses.</summary>
    Serve,

    /// <summary>To execute runs of a shared database: with workers, and nothing that listens or takes media in.</summary>
    Work,

    /// <summary>For one command: only the API, on a private address with a key of its own; no run moves by itself.</summary>
    Command,
}
