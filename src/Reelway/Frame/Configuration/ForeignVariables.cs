using Reelway.Frame.Logging;

namespace Reelway.Frame.Configuration;

/// <summary>Variables that other programs and the older systems use, and the settings of ours that they stand for.</summary>
internal static class ForeignVariables
{
    private const string FileSuffix = "_FILE";

    // Of two that stand for the same setting the later wins.
    private static readonly (string Variable, string Setting)[] All =
    [
        ("LOG_LEVEL", "log.level"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "telemetry.otlp"),
        ("OTEL_EXPORTER_OTLP_HEADERS", "telemetry.headers"),
        ("OTEL_SERVICE_NAME", "telemetry.service"),
        ("AWS_ACCESS_KEY", "aws.access_key"),
        ("AWS_ACCESS_KEY_ID", "aws.access_key"),
        ("AWS_SECRET_KEY", "aws.secret_key"),
        ("AWS_SECRET_ACCESS_KEY", "aws.secret_key"),
        ("AWS_SESSION_TOKEN", "aws.session_token"),
        ("AWS_DEFAULT_REGION", "aws.region"),
        ("AWS_REGION", "aws.region"),
        ("MAILGUN_API_KEY", "mailgun.api_key"),
        ("MAILGUN_DOMAIN", "mailgun.domain"),
        ("DAM_BASE_URL", "opentext.base_url"),
        ("DAM_AUTH_URL", "opentext.auth_url"),
        ("DAM_CLIENT_ID", "opentext.client_id"),
        ("DAM_CLIENT_SECRET", "opentext.client_secret"),
        ("BOX_CLIENT_ID", "box.client_id"),
        ("BOX_CLIENT_SECRET", "box.client_secret"),
        ("BOX_JWT_KEY_ID", "box.jwt_key_id"),
        ("BOX_PRIVATE_KEY_PATH", "box.rsa_private_key_path"),
        ("BOX_PASSPHRASE", "box.passphrase"),
    ];

    /// <summary>The settings that have such names, each once.</summary>
    public static IEnumerable<string> Settings => All.Select(pair => pair.Setting).Distinct();

    /// <summary>True for a variable that stands for a setting by another name than our own.</summary>
    public static bool Has(string variable) => Find(variable) is not null;

    /// <summary>Lays the values of such variables over a tree, those of the process over those of <c>.env</c>.</summary>
    /// <param name="has">Whether a setting, given by its path, is known here.</param>
    /// <param name="put">Puts a value into a tree.</param>
    public static SettingMap Over(
        SettingMap tree, SettingsVariables variables, Func<IReadOnlyList<string>, bool> has, Func<SettingMap, IReadOnlyList<string>, SettingNode, SettingMap> put)
    {
        foreach (var (name, value, origin) in variables.All.Where(variable => variable.Value.Length > 0 && Has(variable.Name))
            .OrderBy(variable => variable.Origin.Source).ThenBy(variable => Array.FindIndex(All, pair => pair == Find(variable.Name))))
        {
            var (variable, setting) = Find(name)!.Value;
            var path = SettingPath.Split(setting)!;
            if (has(path) && (name == variable ? value : variables.ReadFile(setting, value, origin)) is { } text)
            {
                tree = put(tree, path, new SettingValue(variable == "LOG_LEVEL" ? LogOptions.FromForeignName(text) : text, origin));
            }
        }

        return tree;
    }

    /// <summary>The pair that a variable, or one that names a file with its value, belongs to.</summary>
    private static (string Variable, string Setting)? Find(string variable)
    {
        var name = variable.EndsWith(FileSuffix, StringComparison.Ordinal) ? variable[..^FileSuffix.Length] : variable;
        var index = Array.FindIndex(All, pair => pair.Variable == name);
        return index < 0 ? null : All[index];
    }
}
