using System.Text.Json;

namespace Reelway.Frame.Configuration;

/// <summary>The names of settings: lower case with underscores.</summary>
internal static class SettingNames
{
    /// <summary>The setting that a property holds: <c>ApiKey</c> is <c>api_key</c>, <c>UploadCutoffMB</c> is <c>upload_cutoff_mb</c>.</summary>
    public static string FromProperty(string property) => JsonNamingPolicy.SnakeCaseLower.ConvertName(property);

    /// <summary>A name without the differences that a variable can't express: case, dots, dashes, spaces.</summary>
    public static string Fold(string name)
        => string.Create(name.Length, name, static (span, name) =>
        {
            for (var i = 0; i < span.Length; i++)
            {
                span[i] = name[i] is '-' or ' ' or '.' ? '_' : char.ToLowerInvariant(name[i]);
            }
        });

    /// <summary>
    /// True for what somebody may have meant for a setting's name. A file that was included by mistake, and was never meant to be shown, is a map too when
    /// its lines end with a colon, as those of /etc/shadow do: what is no name is not repeated.
    /// </summary>
    public static bool IsShowable(string name)
        => name.Length is > 0 and <= 60 && name.All(letter => char.IsLetterOrDigit(letter) || letter is '_' or '-' or '.');

    /// <summary>The known name that was probably meant; null when none is near.</summary>
    public static string? Nearest(string name, IEnumerable<string> known) => NearestText.Of(name, known, Fold);
}
