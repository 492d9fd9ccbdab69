using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reelway.Posts;

/// <summary>What a post has besides its text.</summary>
/// <param name="Media">What it shows, in this order.</param>
/// <param name="Thread">The texts that follow it, each an answer to the one before.</param>
/// <param name="FirstComment">What is said below it as soon as it is out.</param>
internal sealed record PostExtras(IReadOnlyList<PostFile> Media, IReadOnlyList<string> Thread, string? FirstComment)
{
    /// <summary>Of a text that stands for itself.</summary>
    public static PostExtras None { get; } = new([], [], null);

    /// <summary>What follows the post, in the order in which it goes out.</summary>
    [JsonIgnore]
    public IReadOnlyList<PostPart> Parts
        => [.. Thread.Select((text, at) => new PostPart($"part {at + 2}", $"{at + 2}", text)), .. FirstComment is null ? Array.Empty<PostPart>() : [new("its first comment", "comment", FirstComment)]];

    /// <summary>As it is stored; null for none. The same text for the same content.</summary>
    public static string? Write(PostExtras extras)
        => extras is { Media.Count: 0, Thread.Count: 0, FirstComment: null } ? null : JsonSerializer.Serialize(extras, PostsJson.Default.PostExtras);

    /// <summary>Reads what <see cref="Write"/> has written.</summary>
    public static PostExtras Read(string? stored) => stored is null ? None : JsonSerializer.Deserialize(stored, PostsJson.Default.PostExtras)!;
}

/// <summary>A picture or a video that a post shows.</summary>
/// <param name="Uri"><c>file:///…</c> or <c>s3://bucket/key</c>.</param>
/// <param name="Alt">Says what it shows, for those who can't see it.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record PostFile(string? Uri, string? Alt = null);

/// <summary>A text that follows a post.</summary>
/// <param name="Name">What people call it: part 2.</param>
/// <param name="Key">What its steps are named after; it never changes.</param>
internal sealed record PostPart(string Name, string Key, string Text);
