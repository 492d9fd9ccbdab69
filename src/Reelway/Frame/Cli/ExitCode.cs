namespace Reelway.Frame.Cli;

/// <summary>What a command answers to the shell; the same for every command.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Failed = 1;
    public const int Usage = 2;

    /// <summary>Configuration or input that can't be used.</summary>
    public const int Unusable = 3;

    /// <summary>No connection to what is needed.</summary>
    public const int Connection = 4;

    public const int NotFound = 5;
    public const int Conflict = 6;

    /// <summary>Done, but not all of it.</summary>
    public const int Partial = 7;

    /// <summary>Ended by Ctrl-C; 128 and the signal's number, as shells count.</summary>
    public const int Interrupted = 130;
}
