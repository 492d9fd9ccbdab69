using Reelway.Frame.Public;

namespace Reelway.Incoming.Verifiers;

/// <summary>Takes what anybody brings: what <c>webhook.validate_signatures: false</c> makes of every verifier, outside of production only.</summary>
internal sealed class UncheckedVerifier(Verifier inner) : Verifier
{
    /// <inheritdoc/>
    public override string? ProblemOf(IHeaderDictionary headers) => null;

    /// <inheritdoc/>
    public override Verdict Verify(ReceivedRequest request, DateTimeOffset now) => Identity.Body.Of(request);

    /// <inheritdoc/>
    public override Verdict? Challenge(IQueryCollection query) => inner.Challenge(query);
}
