using Reelway.Connectors;
using Reelway.Engine;
using Reelway.Media;
using Reelway.Storage;

namespace Reelway.Connections;

/// <summary>The one place where the exceptions of connectors, media and the machine become faults of a run.</summary>
internal sealed class FaultClassifier(TimeProvider clock) : IFaultClassifier
{
    /// <inheritdoc/>
    public Fault? Classify(Exception exception) => exception switch
    {
        ConnectorException failure => OfConnector(failure),
        MediaException failure => new Fault(Kind(failure.Kind), failure.Message, Reason: ReasonOf(failure.Kind)),
        StorageException { MayPass: true } failure => new Fault(FaultKind.Transient, failure.Message),
        StorageException failure => new Fault(FaultKind.NeedsPerson, failure.Message, Reason: AttentionReason.Machine),
        IOException failure when MediaException.IsDiskFull(failure) => Fault.NeedsPerson(
            AttentionReason.Machine, $"The disk is full: {ExceptionWords.Of(failure)}", "Free some space, then retry the run."),
        UnauthorizedAccessException failure => Fault.NeedsPerson(
            AttentionReason.Machine, failure.Message, "Give the server's user the right to it, then retry the run."),
        _ => null,
    };

    private Fault OfConnector(ConnectorException failure)
    {
        var until = failure.RetryAfter is { } wait ? clock.GetUtcNow() + wait : (DateTimeOffset?)null;
        return new Fault(
            Kind(failure.Kind), failure.Words(), failure.Scope, until, failure.OutcomeUnknown, failure.IsDenied ? AttentionReason.Access : null);
    }

    private static AttentionReason? ReasonOf(MediaFaultKind kind) => kind switch
    {
        MediaFaultKind.BadSetting => AttentionReason.Setting,
        MediaFaultKind.ToolMissing or MediaFaultKind.NoSpace => AttentionReason.Machine,
        _ => null,
    };

    private static FaultKind Kind(MediaFaultKind kind) => kind switch
    {
        MediaFaultKind.Unusable or MediaFaultKind.BadRange => FaultKind.Permanent,
        MediaFaultKind.BadSetting or MediaFaultKind.ToolMissing or MediaFaultKind.NoSpace => FaultKind.NeedsPerson,
        MediaFaultKind.TimedOut or MediaFaultKind.Failed => FaultKind.Transient,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A fault of media work that the host does not know."),
    };

    private static FaultKind Kind(CallFault kind) => kind switch
    {
        CallFault.Transient => FaultKind.Transient,
        CallFault.RateLimited => FaultKind.RateLimited,
        CallFault.Auth => FaultKind.Auth,
        CallFault.Permanent => FaultKind.Permanent,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A connector's fault that the host does not know."),
    };
}
