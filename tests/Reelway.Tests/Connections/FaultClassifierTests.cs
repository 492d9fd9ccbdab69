using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Engine;
using Reelway.Media;
using Reelway.Storage;

namespace Reelway.Tests.Connections;

public sealed class FaultClassifierTests
{
    private static readonly DateTimeOffset Now = new(2026, 3, 4, 10, 30, 0, TimeSpan.Zero);

    private readonly FaultClassifier _classifier = new(new StandingClock());

    [Fact]
    public void A_connectors_fault_keeps_all_that_it_says()
    {
        var thrown = new ConnectorException("Facebook", CallFault.RateLimited, "page 7 is throttled.")
        {
            RetryAfter = TimeSpan.FromHours(6),
            Scope = "facebook:page:7",
            OutcomeUnknown = true,
        };

        Assert.Equal(new Fault(FaultKind.RateLimited, "Facebook: page 7 is throttled.", "facebook:page:7", Now.AddHours(6), true), _classifier.Classify(thrown));
    }

    [Fact]
    public void What_helps_is_worded_as_the_command_that_does_it_quoted_for_the_shell()
    {
        var thrown = new ConnectorException("Facebook", CallFault.Auth, "the token has expired; log in again")
        {
            Scope = "connection:fb main",
            Remedy = new Remedy(RemedyAction.LogIn, "fb main"),
        };

        Assert.Equal(
            "Facebook: the token has expired; log in again with \"reelway connections login 'fb main'\"", _classifier.Classify(thrown)!.Sentence);
    }

    [Theory]
    [InlineData(true, AttentionReason.Access)]
    [InlineData(false, null)]
    public void A_missing_right_is_told_from_refused_credentials(bool isDenied, AttentionReason? reason)
        => Assert.Equal(reason, _classifier.Classify(new ConnectorException("X", CallFault.Auth, "failed.") { IsDenied = isDenied })!.Reason);

    [Fact]
    public void Every_kind_of_connector_fault_has_its_own()
    {
        foreach (var kind in Enum.GetValues<CallFault>())
        {
            Assert.Equal(kind.ToString(), _classifier.Classify(new ConnectorException("X", kind, "failed."))!.Kind.ToString());
        }
    }

    [Theory]
    [InlineData(MediaFaultKind.Unusable, FaultKind.Permanent, null)]
    [InlineData(MediaFaultKind.BadRange, FaultKind.Permanent, null)]
    [InlineData(MediaFaultKind.BadSetting, FaultKind.NeedsPerson, AttentionReason.Setting)]
    [InlineData(MediaFaultKind.ToolMissing, FaultKind.NeedsPerson, AttentionReason.Machine)]
    [InlineData(MediaFaultKind.NoSpace, FaultKind.NeedsPerson, AttentionReason.Machine)]
    [InlineData(MediaFaultKind.TimedOut, FaultKind.Transient, null)]
    [InlineData(MediaFaultKind.Failed, FaultKind.Transient, null)]
    public void Media_faults_are_judged_by_what_helps(MediaFaultKind thrown, FaultKind expected, AttentionReason? need)
        => Assert.Equal(new Fault(expected, "sentence", Reason: need), _classifier.Classify(new MediaException(thrown, "sentence")));

    [Fact]
    public void A_full_disk_and_missing_rights_need_a_person_and_a_locked_store_time()
    {
        // ENOSPC, as the runtime hands it on.
        var full = new IOException("No space left on device : '/data/scratch'", 28);

        Assert.Equal(FaultKind.NeedsPerson, _classifier.Classify(full)!.Kind);
        Assert.Contains("/data/scratch", _classifier.Classify(full)!.Sentence, StringComparison.Ordinal);
        Assert.Equal(FaultKind.NeedsPerson, _classifier.Classify(new UnauthorizedAccessException("Access to '/x' is denied."))!.Kind);
        Assert.Equal(FaultKind.Transient, _classifier.Classify(new StorageException(StorageFault.Locked, "locked"))!.Kind);
        Assert.Equal(FaultKind.NeedsPerson, _classifier.Classify(new StorageException(StorageFault.WrongSchema, "newer"))!.Kind);
    }

    [Fact]
    public void What_nobody_knows_is_left_to_the_engine()
    {
        Assert.Null(_classifier.Classify(new InvalidOperationException("odd")));
        Assert.Null(_classifier.Classify(new IOException("The file is gone.")));
    }

    private sealed class StandingClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
