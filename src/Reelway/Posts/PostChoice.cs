namespace Reelway.Posts;

/// <summary>How a time is chosen where none is named.</summary>
internal enum PostChoice
{
    /// <summary>The time is named.</summary>
    None,

    /// <summary>The account's next slot that no other post has.</summary>
    NextSlot,

    /// <summary>The next free hour in which the account's posts do best.</summary>
    Best,
}

/// <summary>The words that stand in place of a time.</summary>
internal static class PostChoices
{
    public const string NextSlot = "next-slot";
    public const string Best = "best";

    /// <summary>What is asked for by a text that may be a time.</summary>
    public static PostChoice Of(string? text) => text switch
    {
        NextSlot => PostChoice.NextSlot,
        Best => PostChoice.Best,
        _ => PostChoice.None,
    };
}
