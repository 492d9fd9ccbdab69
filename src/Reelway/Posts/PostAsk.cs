namespace Reelway.Posts;

/// <summary>A post that somebody asks for, read and found good.</summary>
/// <param name="Scheduled">When it is to go out.</param>
/// <param name="Window">It goes out up to so much later.</param>
/// <param name="AskedAt">Of two asks with one reference the later one holds: when this one was made.</param>
internal sealed record PostAsk(
    string Reference, string Message, string Platform, string Account, string? Campaign, DateTimeOffset Scheduled, TimeSpan Window, DateTimeOffset AskedAt);

/// <summary>A post as it is asked for, in the asker's own words.</summary>
/// <param name="Message">The text.</param>
/// <param name="Platform">The network: <c>twitter</c>.</param>
/// <param name="ScheduledDate">When it is to go out; without a zone it is UTC.</param>
/// <param name="Reference">A change is asked for with the same one. Left out: one is made.</param>
/// <param name="Account">One of <c>posts.accounts</c>. Left out: the platform's.</param>
/// <param name="Campaign">What it belongs to.</param>
/// <param name="Window">It goes out up to so much later. Left out: the account's.</param>
internal sealed record PostWords(
    string? Message, string? Platform, string? ScheduledDate, string? Reference = null, string? Account = null, string? Campaign = null, string? Window = null);
