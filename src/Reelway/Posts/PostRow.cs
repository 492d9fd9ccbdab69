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

    /// <summary>The same for texts that people take for the same.</summary>
    public long? TextKey { get; init; }

    /// <summary>The reference of the series that made it; null for one that was asked for by itself.</summary>
    public string? Series { get; init; }

    /// <summary>What it has besides its text, as <see cref="PostExtras"/> writes it.</summary>
    public string? Extras { get; init; }

    /// <summary>True when it was asked for as one that a person approves.</summary>
    public bool Approve { get; init; }

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

    /// <summary>When it went out; null before that, and for those of former times.</summary>
    public long? SentMs { get; init; }

    public long CreatedMs { get; init; }

    public long UpdatedMs { get; init; }

    /// <summary>True while a time is written that was chosen and not named: another post may have taken it meanwhile. Not stored.</summary>
    public bool IsTimeChosen { get; init; }

    /// <summary>Key of the run that sends it.</summary>
    public string RunKey => $"{Id}/{Start}";

    /// <summary>Reads <see cref="RunKey"/>.</summary>
    public static bool TryParseRunKey(string key, out PostId id, out long start)
    {
        (id, start) = (default, 0);
        return key.Split('/') is [var post, var number] && PostId.TryParse(post, out id) && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out start);
    }

    /// <summary>When it was asked to go out.</summary>
    public DateTimeOffset Scheduled => DateTimeOffset.FromUnixTimeMilliseconds(ScheduledMs);

    /// <summary>True when it says what is asked for already.</summary>
    public bool IsAs(PostAsk ask, PostTarget target) => Message == target.Message && Extras == target.Extras && Campaign == ask.Campaign && Approve == ask.Approve && IsAt(ask, target);

    /// <summary>True when it goes out when and where it is asked for already.</summary>
    public bool IsAt(PostAsk ask, PostTarget target)
        => Account == target.Account && ScheduledMs == ask.Scheduled.ToUnixTimeMilliseconds() && WindowMs == (long)target.Window.TotalMilliseconds;

    /// <summary>The post as it is asked for, to be stored in place of this one.</summary>
    /// <param name="drawn">When it goes out.</param>
    public PostRow With(PostAsk ask, PostTarget target, long drawn, long now) => this with
    {
        Platform = target.Platform,
        Account = target.Account,
        Message = target.Message,
        Campaign = ask.Campaign,
        Extras = target.Extras,
        TextKey = target.TextKey,
        Series = ask.Series ?? Series,
        Approve = ask.Approve,
        State = ask.AreDrafts ? PostState.Draft : PostState.Scheduled,
        ScheduledMs = ask.Scheduled.ToUnixTimeMilliseconds(),
        WindowMs = (long)target.Window.TotalMilliseconds,
        DueMs = drawn,
        AskedMs = ask.AskedAt.ToUnixTimeMilliseconds(),
        Start = ask.AreDrafts || State == PostState.Scheduled ? Start : Start + 1,
        Revision = Revision + 1,
        Problem = null,
        IsTimeChosen = ask.ChosenFor == target.Account,
        UpdatedMs = now,
    };
}

/// <summary>States of a post.</summary>
internal static class PostState
{
    /// <summary>Waits for a person who approves it.</summary>
    public const string Draft = "draft";

    /// <summary>Waits for its time.</summary>
    public const string Scheduled = "scheduled";

    /// <summary>Has begun to go out: nothing of it can be changed any more.</summary>
    public const string Sending = "sending";

    public const string Sent = "sent";

    public const string Failed = "failed";

    public const string Cancelled = "cancelled";

    /// <summary>Was out, and has been taken back from its network.</summary>
    public const string Deleted = "deleted";

    /// <summary>True while it can be changed.</summary>
    public static bool IsWaiting(string state) => state is Draft or Scheduled;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Draft, Scheduled, Sending, Sent, Failed, Cancelled, Deleted];
}
