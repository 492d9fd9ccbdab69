using Reelway.Frame.Configuration;

namespace Reelway.Incoming;

/// <summary>Looks at what the outside needs.</summary>
internal static class IncomingChecks
{
    private static readonly string[] Production = ["production", "prod"];

    /// <summary>Why signatures may not be left unchecked; null when they may, or are not.</summary>
    public static string? WhyNothingMayBeUnchecked(Settings settings)
        => !settings.Get<IncomingOptions>().ValidateSignatures && Production.Contains(settings.Environment, StringComparer.OrdinalIgnoreCase)
            ? $"webhook.validate_signatures is false in the environment \"{settings.Environment}\": anybody could bring deliveries. Remove the setting, or leave it to other environments."
            : null;
}
