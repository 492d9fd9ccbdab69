using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using Reelway.Frame.Web;

namespace Reelway.Runs;

/// <summary>What a capability demands of an input that somebody gives its flow over the API, beyond what the flow can read.</summary>
/// <param name="Flow">The flow.</param>
/// <param name="Refusal">Why the input is refused, in a sentence; null when it is not.</param>
internal sealed record RunInputRule(string Flow, Func<IServiceProvider, JsonElement, string?> Refusal)
{
    private static readonly ProblemKind NotAllowed = new(403, "run-input-not-allowed", "The input is not allowed");

    /// <summary>Makes its problem known.</summary>
    public static void AddProblems(IServiceCollection services) => services.AddProblemKinds(NotAllowed);

    /// <summary>Why an input is refused; null when it is not, or when the user that the server runs as has given it.</summary>
    public static ProblemHttpResult? Judge(HttpContext http, string flow, JsonElement input)
        => http.User.IsInRole(Access.OwnerRole)
            ? null
            : http.RequestServices.GetServices<RunInputRule>().Where(rule => rule.Flow == flow)
                .Select(rule => rule.Refusal(http.RequestServices, input)).FirstOrDefault(refusal => refusal is not null) is { } sentence
            ? NotAllowed.With(sentence)
            : null;
}
