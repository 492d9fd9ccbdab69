using Microsoft.AspNetCore.Authorization;

namespace Reelway.Frame.Operations;

/// <summary>What somebody may do: a noun and a verb, such as <c>runs:write</c>. Every operation names one, and so do the forms that ask for it, and every page.</summary>
internal sealed record Right(string Name) : IAuthorizationRequirement
{
    /// <summary>What needs neither key nor session.</summary>
    public static readonly Right Open = new("version:read");

    public override string ToString() => Name;
}

/// <summary>The right that a page needs: <c>@attribute [Needs("runs:read")]</c>.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class NeedsAttribute(string right) : Attribute, IAuthorizationRequirementData
{
    public Right Right { get; } = new(right);

    public IEnumerable<IAuthorizationRequirement> GetRequirements() => [Right];
}

/// <summary>Checks rights, for routes, forms and pages alike.</summary>
internal sealed class RightHandler(RightTable rights) : AuthorizationHandler<Right>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, Right requirement)
    {
        if (rights.May(context.User, requirement))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
