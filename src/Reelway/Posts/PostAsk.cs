using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Reelway.Posts;

/// <summary>Posts that somebody asks for by one reference, read and found good: one for each network.</summary>
/// <param name="Scheduled">When they are to go out.</param>
/// <param name="AskedAt">Of two asks with one reference the later one holds: when this one was made.</param>
/// <param name="Targets">The networks in the order of their names; none twice.</param>
/// <param name="Late">Why the time is too long past for posts that do not say this already; null when it is not.</param>
/// <param name="Approve">True when a person is to approve them before they go out.</param>
/// <param name="Choice">How the time is chosen where none is named; until then <paramref name="Scheduled"/> means nothing.</param>
/// <param name="ChosenFor">The account whose time was chosen and not named; null for a time that was named.</param>
/// <param name="IsApproved">True when a person has approved them already, and only moves them.</param>
/// <param name="Series">The reference of the series that makes them; null for none.</param>
/// <param name="IsWhole">True when these are all networks of the reference: what waits for another one is taken back.</param>
internal sealed record PostAsk(
    string Reference, string? Campaign, DateTimeOffset Scheduled, DateTimeOffset AskedAt, IReadOnlyList<PostTarget> Targets, string? Late = null, bool IsWhole = true, bool Approve = false, PostChoice Choice = PostChoice.None, string? Series = null, bool IsApproved = false, string? ChosenFor = null)
{
    /// <summary>True when they wait for a person who approves them.</summary>
    public bool AreDrafts => Approve && !IsApproved;
}

/// <summary>What goes out on one network.</summary>
/// <param name="Window">It goes out up to so much later than asked for.</param>
/// <param name="Extras">What it has besides its text, as it is stored; null for nothing.</param>
internal sealed record PostTarget(string Platform, string Account, string Message, TimeSpan Window, string? Extras = null)
{
    /// <summary>The same for texts that people take for the same: white space and case make no difference.</summary>
    public long TextKey { get; } = BinaryPrimitives.ReadInt64LittleEndian(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(' ', Message.Normalize().ToUpperInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))));
}

/// <summary>A post as it is asked for, in the asker's own words.</summary>
/// <param name="Message">The text.</param>
/// <param name="Platform">The network: <c>twitter</c>.</param>
/// <param name="ScheduledDate">When it is to go out; without a zone it is UTC.</param>
/// <param name="Reference">A change is asked for with the same one. Left out: one is made.</param>
/// <param name="Account">One of <c>posts.accounts</c>. Left out: the platform's.</param>
/// <param name="Campaign">What it belongs to.</param>
/// <param name="Window">It goes out up to so much later. Left out: the account's.</param>
/// <param name="Platforms">Several networks in place of <paramref name="Platform"/>.</param>
/// <param name="Texts">Texts for single networks in place of <paramref name="Message"/>.</param>
/// <param name="Approve">True when a person is to approve it before it goes out.</param>
/// <param name="Media">What it shows.</param>
/// <param name="Thread">Texts that follow it.</param>
/// <param name="FirstComment">What is said below it.</param>
/// <param name="Repeat">When it is repeated, RFC 5545; the time is then the first one on the account's clock.</param>
internal sealed record PostWords(
    string? Message, string? Platform, string? ScheduledDate, string? Reference = null, string? Account = null, string? Campaign = null, string? Window = null,
    IReadOnlyList<string>? Platforms = null, IReadOnlyDictionary<string, string>? Texts = null, bool Approve = false,
    IReadOnlyList<PostFile>? Media = null, IReadOnlyList<string>? Thread = null, string? FirstComment = null, string? Repeat = null);
