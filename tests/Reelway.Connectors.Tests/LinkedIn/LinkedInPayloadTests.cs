using Reelway.Connectors.Posting;
using Reelway.Contracts.Connectors;
using static Reelway.Connectors.CallFault;

namespace Reelway.Connectors.Tests.LinkedIn;

/// <summary>What recorded answers come to mean.</summary>
public sealed class LinkedInPayloadTests
{
    private const string Folder = "LinkedIn";
    private const string Connection = "connection:linkedin-main";

    private static readonly Dictionary<string, RecordedFault> Refusals = new()
    {
        ["posted-without-id"] = new(Transient, null, null, "it may have taken effect") { OutcomeUnknown = true },
        ["token-revoked"] = new(Auth, "REVOKED_ACCESS_TOKEN", Connection, "log in again"),
        ["token-empty"] = new(Auth, "401", Connection, "log in again"),
        ["access-denied"] = new(Auth, "ACCESS_DENIED", Connection, "grant it and log in again"),
        ["version-retired"] = new(Auth, "NONEXISTENT_VERSION", Connection, "set version of the connection to a newer one"),
        ["version-missing"] = new(Auth, "VERSION_MISSING", Connection, "set version of the connection"),
        ["duplicate"] = new(Permanent, PostFaults.Duplicate, null, "the account has posted the same shortly before"),
        ["field-too-long"] = new(Permanent, "FIELD_LENGTH_TOO_LONG", null, "LinkedIn does not take this"),
        ["media-not-ready"] = new(Transient, "MEDIA_ASSET_WAITING_UPLOAD", null, "not ready with its media yet") { Wait = TimeSpan.FromMinutes(1) },
        ["media-failed"] = new(Permanent, PostFaults.MediaRefused, null, "look at the files"),
        // 23:45 by LinkedIn's clock.
        ["day-used-up"] = new(RateLimited, "101", Connection, "after midnight") { Wait = TimeSpan.FromMinutes(15) },
        ["broken-down"] = new(Transient, "http-500", null, "it is tried again") { OutcomeUnknown = true },
        ["gateway-page"] = new(Transient, "http-502", null, "a web page titled \"502 Bad Gateway\"") { OutcomeUnknown = true },
    };

    /// <summary>The id of the post that a list shows; null where it shows none.</summary>
    private static readonly Dictionary<string, string?> Lists = new()
    {
        ["posts-with-the-post"] = "urn:li:ugcPost:7003",
        ["posts-of-others"] = null,
    };

    private static readonly Dictionary<string, string> Successes = new()
    {
        ["posted"] = "urn:li:share:6844785523593134080",
        ["posted-with-escaped-id"] = "urn:li:ugcPost:6844785523593134081",
    };

    public static TheoryData<string> Payloads => [.. RecordedAnswer.Names(Folder)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Payloads))]
    public async Task A_recorded_answer_comes_to_mean_what_is_expected(string payload)
    {
        await using var harness = new LinkedInHarness(TimeSpan.FromSeconds(30));
        harness.Server.Otherwise = _ => RecordedAnswer.Read(Folder, payload);
        if (Lists.TryGetValue(payload, out var id))
        {
            Assert.Equal(id, (await harness.FindAsync("Owls (all) #Owls_2026", Cancellation))?.Id);
        }
        else if (Refusals.TryGetValue(payload, out var refusal))
        {
            await refusal.ExpectAsync(() => harness.PostAsync(new OutgoingPost("Hello"), Cancellation));
        }
        else
        {
            Assert.True(Successes.TryGetValue(payload, out var posted), $"{payload}.http is used by no test: say what it comes to mean.");
            Assert.Equal(posted, (await harness.PostAsync(new OutgoingPost("Hello"), Cancellation)).Id);
        }
    }

    [Theory]
    [InlineData(true, "urn:li:share:7295588489876647936")]
    [InlineData(false, null)]
    public async Task A_double_is_this_post_only_where_an_attempt_may_have_come_through(bool mayBeOut, string? id)
    {
        await using var harness = new LinkedInHarness(TimeSpan.FromSeconds(30));
        harness.Server.Otherwise = _ => RecordedAnswer.Read(Folder, "duplicate");
        var post = new OutgoingPost("Hello") { MayBeOut = mayBeOut ? TimeProvider.System.GetUtcNow() : null };

        var fault = await Record.ExceptionAsync(async () => Assert.Equal(id, (await harness.PostAsync(post, Cancellation)).Id));

        Assert.Equal(id is null, fault is ConnectorException { RemoteCode: PostFaults.Duplicate });
    }

    [Fact]
    public void What_is_expected_is_recorded()
        => Assert.Empty(Refusals.Keys.Concat(Lists.Keys).Concat(Successes.Keys).Except(RecordedAnswer.Names(Folder)));
}
