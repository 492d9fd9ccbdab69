using System.Text.Json;
using Reelway.Frame.Web;

namespace Reelway.Runs;

/// <summary>What a capability demands of an input that somebody gives its flow over the API, beyond what the flow can read.</summary>
/// <param name="Flow">The flow.</param>
/// <param name="Refusal">Why the input is refused, in a sentence; null when it is not.</param>
internal sealed record RunInputRule(string Flow, Func<IServiceProvider, JsonElement, string?> Refusal)
{
    public static readonly ProblemKind NotAllowed = new(403, "run-input-not-allowed", "The input is not allowed");

    /// <summary>Refuses an input that a rule is against, unless the user that the server runs as has given it.</summary>
    public static void Ensure(HttpContext http, string flow, JsonElement input)
    {
        if (!http.User.IsInRole(Visitor.OwnerRole)
            && http.RequestServices.GetServices<RunInputRule>().Where(rule => rule.Flow == flow)
                .Select(rule => rule.Refusal(http.RequestServices, input)).FirstOrDefault(refusal => refusal is not null) is { } sentence)
        {
            throw NotAllowed.Because(sentence);
        }
    }
}
