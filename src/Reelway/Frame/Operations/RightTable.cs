using System.Security.Claims;
using Reelway.Frame.Web;

namespace Reelway.Frame.Operations;

/// <summary>A right of a room: the least role that has it, and what it allows.</summary>
/// <param name="Right">A noun and a verb, <c>talks:read</c>.</param>
internal sealed record RoleRight(string Right, Role Least, string Text);

/// <summary>Which role has which right, as the parts of the product say it of theirs. The guide's table is made of it, and it is the one place where rights are checked.</summary>
internal sealed class RightTable(IEnumerable<RoleRight> rows)
{
    private readonly Dictionary<string, RoleRight> _rows = rows.ToDictionary(row => row.Right, StringComparer.Ordinal);

    /// <summary>Every right, part by part.</summary>
    public IReadOnlyCollection<RoleRight> Rows => _rows.Values;

    /// <summary>True for a right that there is.</summary>
    public bool Knows(string right) => _rows.ContainsKey(right);

    /// <summary>The least role that has a right. A right that no part has named is an admin's.</summary>
    public Role LeastFor(Right right) => _rows.GetValueOrDefault(right.Name)?.Least ?? Role.Admin;

    /// <summary>The rights that a role has.</summary>
    public IReadOnlyList<string> Of(Role role) => [.. _rows.Values.Where(row => role >= row.Least).Select(row => row.Right)];

    /// <summary>True when somebody has a right.</summary>
    public bool May(ClaimsPrincipal user, Right right)
        => user.Identity is { IsAuthenticated: true }
            && Roles.Read(user.FindFirstValue(Visitor.RoleClaim)) is { } role && role >= LeastFor(right)
            && (!user.HasClaim(claim => claim.Type == Visitor.RightClaim) || user.HasClaim(Visitor.RightClaim, right.Name));
}
