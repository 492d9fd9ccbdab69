using System.ComponentModel;

namespace Reelway.Facts;

/// <summary>A talk can be watched, and everybody concerned was notified.</summary>
internal sealed record TalkPublished(
    [property: Description("The talk's id.")] string Talk,
    [property: Description("Its title.")] string Title,
    [property: Description("The run that published it.")] string Run,
    [property: Description("Where it can be watched.")] string Link,
    [property: Description("The video's id on its page.")] string VideoId,
    [property: Description("The page's id.")] string Page) : IProductEvent<TalkPublished>
{
    public static string Type => "talk.published";

    public static string Text => "A talk can be watched, and everybody concerned was notified.";

    public static TalkPublished Example { get; } = new(
        "talk_06agn9k2w4008", "Owls at Night", "run_06agn9k2w4009", "https://www.facebook.com/harbourstage/videos/900101/", "900101", "175000000000101");

    string IProductEvent.Subject => $"talk/{Talk}";
}

/// <summary>The run that was to publish a talk has failed.</summary>
internal sealed record TalkFailed(
    [property: Description("The talk's id.")] string Talk,
    [property: Description("Its title.")] string Title,
    [property: Description("The run that failed.")] string Run,
    [property: Description("What happened, and what to do.")] string Reason) : IProductEvent<TalkFailed>
{
    public static string Type => "talk.failed";

    public static string Text => "The run that was to publish a talk has failed.";

    public static TalkFailed Example { get; } = new(
        "talk_06agn9k2w4008", "Owls at Night", "run_06agn9k2w4009", "The page harbourstage refuses videos of this length. Shorten the talk, then retry the run.");

    string IProductEvent.Subject => $"talk/{Talk}";
}

/// <summary>A talk was let go, so that another recording of it can be published.</summary>
internal sealed record TalkReleased(
    [property: Description("The talk's id.")] string Talk,
    [property: Description("Its title.")] string Title,
    [property: Description("Where it could be watched; null when it had not been published.")] string? Link) : IProductEvent<TalkReleased>
{
    public static string Type => "talk.released";

    public static string Text => "A talk was let go, so that another recording of it can be published.";

    public static TalkReleased Example { get; } = new("talk_06agn9k2w4008", "Owls at Night", "https://www.facebook.com/harbourstage/videos/900101/");

    string IProductEvent.Subject => $"talk/{Talk}";
}

/// <summary>A talk that an older system had published was taken over.</summary>
internal sealed record TalkAdopted(
    [property: Description("The talk's id.")] string Talk,
    [property: Description("Its title.")] string Title,
    [property: Description("Where it can be watched.")] string Link) : IProductEvent<TalkAdopted>
{
    public static string Type => "talk.adopted";

    public static string Text => "A talk that an older system had published was taken over.";

    public static TalkAdopted Example { get; } = new("talk_06agn9k2w4008", "Owls at Night", "https://www.facebook.com/harbourstage/videos/900101/");

    string IProductEvent.Subject => $"talk/{Talk}";
}
