using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Reelway.Engine;
using Reelway.Library;
using Reelway.Storage;

namespace Reelway.Talks;

/// <summary>A talk's id, shown as <c>talk_</c> and 13 Crockford digits.</summary>
internal readonly record struct TalkId(long Value) : ITypedId<TalkId>
{
    static string ITypedId<TalkId>.Prefix => "talk_";

    static TalkId ITypedId<TalkId>.Of(long value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => TypedId.Format(this);

    /// <summary>Reads the shown form, where nothing else can be.</summary>
    /// <exception cref="FormatException">It is something else.</exception>
    public static TalkId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException($"\"{text}\" is not a talk's id.");

    /// <summary>Reads the shown form.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out TalkId id) => TypedId.TryParse(text, out id);
}

/// <summary>A talk as stored.</summary>
internal sealed class TalkRow
{
    public long Id { get; init; }

    public string Title { get; init; } = "";

    /// <summary><c>claimed</c>, <c>uploading</c>, <c>published</c> or <c>adopted</c>.</summary>
    public string State { get; init; } = "";

    /// <summary>The run that holds it; null when it was adopted.</summary>
    public long? RunId { get; init; }

    public string? Recording { get; init; }

    public string? Version { get; init; }

    public string Stage { get; init; } = "";

    public string? File { get; init; }

    public long? Bytes { get; init; }

    public string? Sha256 { get; init; }

    public long? DurationMs { get; init; }

    /// <summary>Its <see cref="TalkPictures"/> as JSON; null while there are none.</summary>
    public string? Pictures { get; init; }

    /// <summary>The part of the recording that a person was asked about, as <see cref="TalkPart.Key"/>; null when none was.</summary>
    public string? AskedPart { get; init; }

    /// <summary>The part that they said is meant.</summary>
    public string? AcceptedPart { get; init; }

    /// <summary>True while a person is asked and has not answered.</summary>
    public bool AsksForPart => AskedPart is not null && AskedPart != AcceptedPart && VideoId is null;

    public string? PageId { get; init; }

    /// <summary>Set before the first byte of the upload; from then on the talk can't be taken over.</summary>
    public string? VideoId { get; init; }

    public string? Link { get; init; }

    public long ClaimedMs { get; init; }

    public long UpdatedMs { get; init; }

    public long? PublishedMs { get; init; }

    public long? ReleasedMs { get; init; }
}

/// <summary>Who claims a talk, for which recording, and when.</summary>
internal sealed record ClaimBy(long RunId, string Recording, string Version, long Ms);

/// <summary>A talk that a run holds.</summary>
internal sealed record HeldTalk(TalkId Id, string Title, RunId Run)
{
    /// <summary>Its folder within the library.</summary>
    public string Folder => Path.Combine("talks", Id.ToString());
}

/// <summary>The edited video in the library.</summary>
/// <param name="File">Its URI.</param>
/// <param name="Sha256">Lower-case hexadecimal.</param>
internal sealed record EditedVideo(string File, long Bytes, string Sha256, double DurationSeconds, double IntroSeconds = 0, double OutroSeconds = 0)
{
    /// <summary>How the library names it.</summary>
    [JsonIgnore]
    public KeptFile Kept => new(File, Bytes);
}
