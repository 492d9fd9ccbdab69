using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Reelway.Events;
using Reelway.Facts;

namespace Reelway.Notifications;

/// <summary>What an event wants of whoever is on call. The same trouble of many runs is one cause.</summary>
internal static partial class MailCause
{
    /// <summary>Types of events that may be one.</summary>
    public static IReadOnlyList<string> Types { get; } = [RunNeedsPerson.Type, RunFailed.Type, WebhookDisabled.Type, PostAlarm.Type];

    /// <summary>The cause; null when nobody has to be called.</summary>
    public static string? Of(RecordedEvent told) => told.Type switch
    {
        _ when told.Type == RunNeedsPerson.Type => Of(told.Data.Deserialize(FactsJson.Default.RunNeedsPerson)!),
        _ when told.Type == RunFailed.Type => Of(told.Data.Deserialize(FactsJson.Default.RunFailed)!),
        _ when told.Type == PostAlarm.Type => $"{told.Type}/{Kind(told.Data.Deserialize(FactsJson.Default.PostAlarm)!.Reason)}",
        _ when told.Type == WebhookDisabled.Type => $"{told.Type}/{told.Subject}",
        _ => null,
    };

    private static string Of(RunNeedsPerson run) => $"{RunNeedsPerson.Type}/{run.Flow}/{run.Need}/{Kind(run.Reason)}";

    private static string? Of(RunFailed run) => run.DeadLetter ? $"{RunFailed.Type}/{run.Flow}/{Kind(run.Reason)}" : null;

    // What is named or counted differs from run to run.
    private static string Kind(string sentence) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Named().Replace(sentence, "…"))))[..16];

    [GeneratedRegex("""
        "[^"]*"|“[^”]*”|\S*[\d/@]\S*
        """)]
    private static partial Regex Named();
}
