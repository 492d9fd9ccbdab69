namespace Reelway.Posts;

/// <summary>What became of an ask.</summary>
/// <param name="Posts">The posts as they are now, in the order of their networks; none of those that are not known and were refused.</param>
/// <param name="Why">The refusal, where the outcome alone does not say it.</param>
internal sealed record AskResult(IReadOnlyList<PostRow> Posts, AskOutcome Outcome, string? Why = null);

/// <summary>What becomes of an ask.</summary>
internal enum AskOutcome
{
    /// <summary>It is stored, and announced.</summary>
    Accepted,

    /// <summary>The posts say this already.</summary>
    Unchanged,

    /// <summary>A later one has been accepted.</summary>
    Outdated,

    /// <summary>A post has begun to go out with other content.</summary>
    TooLate,

    /// <summary>The time is too long past.</summary>
    Late,

    /// <summary>The account says the same within a week, and that is refused.</summary>
    Duplicate,
}

/// <summary>Draws a number from 0 to below 1.</summary>
internal delegate double Chance();
