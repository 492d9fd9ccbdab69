using System.Text.Json;
using System.Text.Json.Serialization;

namespace Reelway.Connectors.Bluesky;

internal sealed record NewSession(string Identifier, string Password);

/// <param name="Did">The account, whatever its handle is.</param>
internal sealed record SessionReply(string? AccessJwt, string? RefreshJwt, string? Did, string? Handle);

/// <param name="Rkey">The sender's own name of the record: with the same one it is written once.</param>
internal sealed record PutRecord(string Repo, string Collection, string Rkey, PostRecord Record);

internal sealed record DeleteRecord(string Repo, string Collection, string Rkey);

internal sealed record PostRecord(string Text, string CreatedAt)
{
    [JsonPropertyName("$type")]
    public string Type { get; } = BlueskyPosts.Collection;

    public IReadOnlyList<Facet>? Facets { get; init; }

    public PostReply? Reply { get; init; }

    public JsonElement? Embed { get; init; }
}

/// <param name="Root">The first post of the thread.</param>
internal sealed record PostReply(RecordName Root, RecordName Parent);

internal sealed record RecordName(string Uri, string Cid);

/// <param name="Index">In bytes.</param>
internal sealed record Facet(FacetIndex Index, IReadOnlyList<FacetFeature> Features);

/// <param name="ByteEnd">The first byte behind it.</param>
internal sealed record FacetIndex(int ByteStart, int ByteEnd);

internal sealed record FacetFeature([property: JsonPropertyName("$type")] string Type)
{
    public string? Uri { get; init; }

    [JsonPropertyName("tag")]
    public string? Word { get; init; }

    public static FacetFeature Link(string uri) => new("app.bsky.richtext.facet#link") { Uri = uri };

    public static FacetFeature Tag(string word) => new("app.bsky.richtext.facet#tag") { Word = word };
}

/// <param name="Image">As the upload was answered, to be given back whole.</param>
internal sealed record ShownImage(string Alt, JsonElement Image);

internal sealed record ShownImages(IReadOnlyList<ShownImage> Images)
{
    [JsonPropertyName("$type")]
    public string Type { get; } = "app.bsky.embed.images";
}

internal sealed record ShownVideo(JsonElement Video, string? Alt)
{
    [JsonPropertyName("$type")]
    public string Type { get; } = "app.bsky.embed.video";
}

internal sealed record BlobReply(JsonElement? Blob);

internal sealed record RecordReply(string? Uri, string? Cid, RecordValue? Value);

internal sealed record RecordsReply(IReadOnlyList<RecordReply>? Records);

internal sealed record RecordValue(string? Text, DateTimeOffset? CreatedAt, PostReply? Reply);

internal sealed record PostsReply(IReadOnlyList<PostView>? Posts);

internal sealed record PostView(long? LikeCount, long? RepostCount, long? ReplyCount, long? QuoteCount);

internal sealed record BlueskyProblem(string? Error, string? Message);

[JsonSerializable(typeof(NewSession))]
[JsonSerializable(typeof(SessionReply))]
[JsonSerializable(typeof(PutRecord))]
[JsonSerializable(typeof(DeleteRecord))]
[JsonSerializable(typeof(ShownImages))]
[JsonSerializable(typeof(ShownVideo))]
[JsonSerializable(typeof(BlobReply))]
[JsonSerializable(typeof(RecordReply))]
[JsonSerializable(typeof(RecordsReply))]
[JsonSerializable(typeof(PostsReply))]
[JsonSerializable(typeof(BlueskyProblem))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 32)]
internal sealed partial class BlueskyJson : JsonSerializerContext;
