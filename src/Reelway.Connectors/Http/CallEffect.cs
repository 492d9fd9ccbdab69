namespace Reelway.Connectors;

/// <summary>What a call changes at the far end, and so what a repetition does.</summary>
internal enum CallEffect
{
    /// <summary>Nothing: it is tried again at once after a passing fault.</summary>
    None,

    /// <summary>Something that a repetition leaves as it is, a title for instance.</summary>
    Repeatable,

    /// <summary>Something that a repetition makes a second time, a post for instance.</summary>
    Once,
}
