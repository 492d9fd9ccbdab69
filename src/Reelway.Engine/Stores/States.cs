namespace Reelway.Engine.Stores;

/// <summary>The numbers of <see cref="RunState"/> as statements hold them: the indexes of some states serve only what names them.</summary>
internal static class States
{
    public const string Queued = "0";
    public const string Running = "1";
    public const string Waiting = "2";
    public const string NeedsAttention = "3";
    public const string Succeeded = "4";
    public const string Partial = "5";
    public const string Failed = "6";
    public const string Cancelled = "7";

    /// <summary>Neither ready nor at work, and not ended.</summary>
    public const string Parked = $"state IN ({Waiting}, {NeedsAttention})";

    /// <summary>Not ended.</summary>
    public const string Open = $"state < {Succeeded}";

    public const string Ended = $"state >= {Succeeded}";
}
