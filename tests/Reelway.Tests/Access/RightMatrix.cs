using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Reelway.Frame.Operations;
using Reelway.Hosting;

namespace Reelway.Tests.Access;

/// <summary>Which right everything needs that can be asked for.</summary>
internal static class RightMatrix
{
    /// <summary>A row for every method of every route, form and page that needs a right, sorted.</summary>
    public static IReadOnlyList<RightRow> Rows(IEnumerable<RouteEndpoint> endpoints)
        => [.. (from endpoint in endpoints
                from right in endpoint.Metadata.OfType<NeedsAttribute>().Select(needs => needs.Right)
                    .Concat(endpoint.Metadata.GetOrderedMetadata<AuthorizationPolicy>().SelectMany(policy => policy.Requirements).OfType<Right>()).Distinct()
                from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
                // A page answers to both, and what its forms are sent to are rows of their own.
                where method == "GET" || endpoint.Metadata.GetMetadata<NeedsAttribute>() is null
                select new RightRow(method, endpoint.RoutePattern.RawText!, right.Name, endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null))
            .Distinct().OrderBy(row => row.Path, StringComparer.Ordinal).ThenBy(row => row.Method, StringComparer.Ordinal)];

    /// <summary>The rows as they are committed.</summary>
    public static string Text(IEnumerable<RightRow> rows)
        => string.Concat(rows.Select(row => $"{row.Method} {row.Path} {row.Right} {(row.IsOpen ? "anybody" : Capabilities.Rights.LeastFor(new Right(row.Right)).Word())}\n"));

    /// <summary>What somebody could do by the rows that were committed and can't any more: keys that exist would lose it.</summary>
    public static IEnumerable<string> Narrowed(string before, string now)
    {
        var rows = Read(now);
        foreach (var (what, (right, least)) in Read(before))
        {
            if (!rows.TryGetValue(what, out var today))
            {
                yield return $"{what} is gone.";
            }
            else if (least != "anybody" && (today.Least != "anybody" && today.Right != right))
            {
                yield return $"{what} needed {right} and needs {today.Right} now.";
            }
            else if (Rank(today.Least) > Rank(least))
            {
                yield return $"{what} was for {least} and is for {today.Least} now.";
            }
        }
    }

    private static int Rank(string least) => least == "anybody" ? -1 : (int)Roles.Read(least)!;

    private static Dictionary<string, (string Right, string Least)> Read(string text)
        => text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' '))
            .ToDictionary(parts => $"{parts[0]} {parts[1]}", parts => (parts[2], parts[3]), StringComparer.Ordinal);
}

/// <summary>Something that can be asked for, and the right that it needs.</summary>
/// <param name="IsOpen">Anybody may ask all the same.</param>
internal sealed record RightRow(string Method, string Path, string Right, bool IsOpen);
