using System.Text.Json.Serialization;
using Reelway.Connectors;
using Reelway.Frame.Configuration;

namespace Reelway.Connections;

/// <summary>What a check has found, as it is stored and as the API shows it.</summary>
/// <param name="Call">What was done, in words.</param>
/// <param name="Identity">As whom the connection is logged in, and what it reaches; null when not known.</param>
/// <param name="Problem">Why it does not work, in a sentence; null when it does.</param>
/// <param name="Kind">Of the problem: <c>transient</c>, <c>rate-limited</c>, <c>auth</c>, <c>permanent</c>, or <c>permissions</c> that are missing; null when there is none.</param>
/// <param name="ExpiresAt">When its credentials end; null when they do not, or nobody tells.</param>
internal sealed record ConnectionFinding(
    DateTimeOffset At,
    string Call,
    bool Reachable,
    double LatencyMs,
    string? Identity,
    string? Problem,
    string? Kind,
    DateTimeOffset? ExpiresAt,
    IReadOnlyList<FoundPermission> Permissions,
    IReadOnlyList<string> Warnings)
{
    /// <summary>The finding of a check.</summary>
    public static ConnectionFinding From(ConnectionCheck check, DateTimeOffset at) => new(
        at, check.Call, check.IsReachable, Math.Round(check.Latency.TotalMilliseconds, 1), check.Identity, check.Trouble(),
        check.Fault is { } fault ? KindOf(fault.Kind) : check.Problem is null ? null : "permissions",
        check.ExpiresAt,
        [.. check.Permissions.Select(permission => new FoundPermission(permission.Name, permission.Why, permission.IsNeeded, permission.IsGranted))],
        check.Warnings);

    /// <summary>A kind of fault as the API writes it.</summary>
    public static string KindOf(CallFault kind) => SettingNames.FromProperty(kind.ToString()).Replace('_', '-');
}

/// <summary>A permission that a connection needs or has.</summary>
/// <param name="Granted">Null when the system does not tell.</param>
internal sealed record FoundPermission(string Name, string Why, bool Needed, bool? Granted);

/// <summary>How findings are stored.</summary>
[JsonSourceGenerationOptions(System.Text.Json.JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ConnectionFinding))]
internal sealed partial class FindingJson : JsonSerializerContext;
