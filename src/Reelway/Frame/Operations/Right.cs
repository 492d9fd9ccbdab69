using Microsoft.AspNetCore.Authorization;

namespace Reelway.Frame.Operations;

/// <summary>What somebody may do: a noun and a verb, such as <c>runs:write</c>. Every operation names one, and so do the forms that ask for it.</summary>
internal sealed record Right(string Name) : IAuthorizationRequirement
{
    public override string ToString() => Name;
}

/// <summary>The one place where rights are checked, for routes and forms alike. There is one key, and whoever is let in has every right.</summary>
internal sealed class RightHandler : AuthorizationHandler<Right>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, Right requirement)
    {
        if (context.User.Identity is { IsAuthenticated: true })
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
