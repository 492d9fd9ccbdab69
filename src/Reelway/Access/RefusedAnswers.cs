using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Reelway.Frame;
using Reelway.Frame.Operations;
using Reelway.Frame.Web;

namespace Reelway.Access;

/// <summary>Says which right somebody lacks who is known and may not do what was asked for.</summary>
internal sealed class RefusedAnswers(RightTable rights) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _usual = new();

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (!authorizeResult.Forbidden)
        {
            return _usual.HandleAsync(next, context, policy, authorizeResult);
        }

        var right = policy.Requirements.OfType<Right>().FirstOrDefault();
        var problem = WebProblems.RightMissing.With(
            right is null
                ? "This is for others."
                : $"This needs the right {right}, which {ShownText.Name(Visitor.ActorOf(context))} does not have; the role {rights.LeastFor(right).Word()} has it.");
        if (Audience.WantsPage(context.Request))
        {
            Failures.Explain(context, problem);
            return Task.CompletedTask;
        }

        return problem.ExecuteAsync(context);
    }
}
