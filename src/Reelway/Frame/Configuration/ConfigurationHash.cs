using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Reelway.Frame.Configuration;

/// <summary>Names a configuration in a few letters, so that two runs can be told to have had the same one. Secrets have no part in it.</summary>
internal static partial class ConfigurationHash
{
    // 48 bits: enough to tell the configurations apart that an installation ever has.
    private const int Letters = 12;

    /// <summary>Of the configuration as it was read.</summary>
    public static string Of(Settings settings) => Of(settings.Effective);

    /// <summary>Of what is in force after another reading: what is live as it is now, everything else as it was at the start.</summary>
    public static string OfReloaded(Settings standing, Settings next, LiveSettings live)
        => Of(standing.Effective.Where(setting => !IsLive(setting.Key, live)).Concat(next.Effective.Where(setting => IsLive(setting.Key, live))));

    private static string Of(IEnumerable<EffectiveSetting> settings)
    {
        var text = new StringBuilder();
        foreach (var setting in settings.OrderBy(setting => setting.Key, StringComparer.Ordinal))
        {
            // A length before each, so that no value can look like the next setting.
            text.Append(setting.Key.Length).Append(' ').Append(setting.Key).Append(setting.Value.Length).Append(' ').Append(setting.Value);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))[..Letters];
    }

    private static bool IsLive(string key, LiveSettings live) => SettingPath.Split(PlaceInList().Replace(key, "")) is { } path && live.IsLive(path);

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex PlaceInList();
}
