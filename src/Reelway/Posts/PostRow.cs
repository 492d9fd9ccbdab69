using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Reelway.Storage;

namespace Reelway.Posts;

/// <summary>A post's id, shown as <c>post_</c> and 13 Crockford digits.</summary>
internal readonly record struct PostId(long Value) : ITypedId<PostId>
{
    static string ITypedId<PostId>.Prefix => "post_";

    static PostId ITypedId<PostId>.Of(long value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => TypedId.Format(this);

    /// <summary>Reads the shown form.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PostId id) => TypedId.TryParse(text, out id);
}

/// <summary>A post as stored.</summary>
internal sealed record PostRow
{
    public PostId Id { get; init; }

    public string Reference { get; init; } = "";

    public string Platform { get; init; } = "";

    public string Account { get; init; } = "";

    public string Message { get; init; } = "";

    public string? Campaign { get; init; }

    /// <summary>One of <see cref="PostState"/>.</summary>
    public string State { get; init; } = "";

    public long ScheduledMs { get; init; }

    public long WindowMs { get; init; }

    public long DueMs { get; init; }

    public long AskedMs { get; init; }

    public long Start { get; init; }

    public long Revision { get; init; }

    /// <summary>The run that sends it; null before it begins.</summary>
    public long? RunId { get; init; }

    /// <summary>The network's id of it; null while it is not known to be out.</summary>
    public string? NetworkId { get; init; }

    public string? Link { get; init; }

    /// <summary>Why it failed.</summary>
    public string? Problem { get; init; }

    public long CreatedMs { get; init; }

    public long UpdatedMs { get; init; }

    /// <summary>Key of the run that sends it.</summary>
    public string RunKey => $"{Id}/{Start}";

    /// <summary>Reads <see cref="RunKey"/>.</summary>
    public static bool TryParseRunKey(string key, out PostId id, out long start)
    {
        (id, start) = (default, 0);
        return key.Split('/') is [var post, var number] && PostId.TryParse(post, out id) && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out start);
    }

    /// <summary>True when it says what is asked for already.</summary>
    public bool IsAs(PostAsk ask) => Message == ask.Message && Platform == ask.Platform && Account == ask.Account && Campaign == ask.Campaign
        && ScheduledMs == ask.Scheduled.ToUnixTimeMilliseconds() && WindowMs == (long)ask.Window.TotalMilliseconds;
}

/// <summary>States of a post.</summary>
internal static class PostState
{
    /// <summary>Waits for its time.</summary>
    public const string Scheduled = "scheduled";

    /// <summary>Has begun to go out: nothing of it can be changed any more.</summary>
    public const string Sending = "sending";

    public const string Sent = "sent";

    public const string Failed = "failed";

    public const string Cancelled = "cancelled";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Scheduled, Sending, Sent, Failed, Cancelled];
}
