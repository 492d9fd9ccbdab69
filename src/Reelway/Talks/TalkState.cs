namespace Reelway.Talks;

/// <summary>The states of a talk, as stored and shown.</summary>
internal static class TalkState
{
    /// <summary>A run works on it.</summary>
    public const string Claimed = "claimed";

    /// <summary>Its video has an id on the page; nobody can take it over any more.</summary>
    public const string Uploading = "uploading";

    /// <summary>Can be watched.</summary>
    public const string Published = "published";

    /// <summary>Was published by an older system.</summary>
    public const string Adopted = "adopted";
}
