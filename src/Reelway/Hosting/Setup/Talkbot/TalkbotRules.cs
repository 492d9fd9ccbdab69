using System.Text.Json;

namespace Reelway.Hosting.Setup.Talkbot;

/// <summary>What one of the old program's fields becomes.</summary>
internal enum TalkbotTarget
{
    /// <summary>Nothing; the rule says why.</summary>
    None,

    /// <summary>A setting, as it is.</summary>
    Text,

    /// <summary>A setting whose value goes into <c>.env</c>.</summary>
    Secret,

    /// <summary>A whole number of at least 1.</summary>
    Count,

    /// <summary>A time, bare numbers being seconds unless the field's name says otherwise.</summary>
    Time,

    /// <summary>A sheet at Google.</summary>
    Sheet,

    /// <summary>The queue, which also tells the region.</summary>
    Queue,

    /// <summary>The bucket that recordings come from.</summary>
    Bucket,

    /// <summary>The bucket of the library.</summary>
    Library,

    /// <summary>The least weight that is logged, by whatever name.</summary>
    LogLevel,

    /// <summary>The port of the mail server.</summary>
    MailPort,

    /// <summary>Stages with their pages and tokens.</summary>
    Stages,

    /// <summary>The key of a Google service account.</summary>
    GoogleKey,
}

/// <summary>A rule: what a field becomes.</summary>
/// <param name="Setting">The setting's name, or why there is none.</param>
internal sealed record TalkbotRule(TalkbotTarget Target, string Setting);

/// <summary>The fields that the old program's settings may have. Case, dashes and underscores make no difference in their names.</summary>
internal static class TalkbotRules
{
    private const string Scratch = "recordings are worked on in scratch folders below data.directory, which are emptied by themselves.";
    private const string Versions = "the version that Reelway speaks is set by itself; the old one is no longer served.";

    private static readonly Dictionary<string, TalkbotRule> ByName = Names(
        (TalkbotTarget.Queue, "intake.queues.main.queue", ["QUEUE_URL", "SQS_QUEUE_URL", "SQS_URL", "QUEUE_NAME", "SQS_QUEUE", "SQS_QUEUE_NAME", "QUEUE"]),
        (TalkbotTarget.Bucket, "intake.queues.main.buckets", ["BUCKET", "BUCKET_NAME", "S3_BUCKET", "S3_BUCKET_NAME", "INPUT_BUCKET", "SOURCE_BUCKET", "VIDEO_BUCKET", "UPLOAD_BUCKET"]),
        (TalkbotTarget.Library, "media.library", ["LIBRARY_BUCKET", "VIDEO_LIBRARY_BUCKET", "S3_LIBRARY_BUCKET", "OUTPUT_BUCKET", "PROCESSED_BUCKET", "VIDEO_LIBRARY"]),
        (TalkbotTarget.Text, "connections.aws.region", ["AWS_REGION", "AWS_DEFAULT_REGION", "REGION", "REGION_NAME"]),
        (TalkbotTarget.Text, "connections.aws.access_key", ["AWS_ACCESS_KEY_ID", "AWS_ACCESS_KEY"]),
        (TalkbotTarget.Secret, "connections.aws.secret_key", ["AWS_SECRET_ACCESS_KEY", "AWS_SECRET_KEY"]),
        (TalkbotTarget.Secret, "connections.aws.session_token", ["AWS_SESSION_TOKEN"]),
        (TalkbotTarget.Sheet, "talks.sheet", ["SPEAKER_TALK_SHEET", "TALK_SHEET", "TALKS_SHEET", "SPEAKER_TALK_SHEET_ID", "TALK_SHEET_ID", "SPREADSHEET_ID", "SHEET_ID", "SPREADSHEET"]),
        (TalkbotTarget.Sheet, "talks.speakers", ["SPEAKER_EMAIL_SHEET", "EMAIL_SHEET", "SPEAKER_EMAIL_SHEET_ID", "EMAIL_SHEET_ID", "SPEAKERS_SHEET"]),
        (TalkbotTarget.Time, "talks.sheet_cache", ["SHEET_REFRESH", "SPREADSHEET_REFRESH", "REFRESH_INTERVAL"]),
        (TalkbotTarget.GoogleKey, "connections.google.key", ["GOOGLE_APPLICATION_CREDENTIALS", "GOOGLE_CREDENTIALS", "GOOGLE_KEY_FILE", "GSPREAD_KEY", "GSPREAD_KEY_FILE", "GSPREAD_CREDENTIALS", "SERVICE_ACCOUNT", "SERVICE_ACCOUNT_FILE"]),
        (TalkbotTarget.Count, "media.workers", ["WORKERS", "NUM_WORKERS", "N_WORKERS", "NO_OF_WORKERS", "NO_OF_THREADS", "PROCESSES", "NUM_PROCESSES", "POOL_SIZE"]),
        (TalkbotTarget.Time, "talks.fade", ["FADE", "FADE_TIME", "FADE_DURATION", "FADE_LENGTH"]),
        (TalkbotTarget.Stages, "talks.stages", ["STAGES", "STAGE_PAGES", "STAGE_TO_PAGE", "STAGE_PAGE_MAP", "PAGES", "PAGE_IDS", "ACCESS_KEYS", "ACCESS_KEYS_FILE", "ACCESS_TOKENS", "ACCESS_KEYS_PATH"]),
        (TalkbotTarget.Text, "talks.default_page", ["DEFAULT_PAGE", "DEFAULT_PAGE_ID", "MAIN_PAGE", "MAIN_PAGE_ID"]),
        (TalkbotTarget.Secret, "connections.facebook.access_token", ["FB_ACCESS_TOKEN", "FACEBOOK_ACCESS_TOKEN", "ACCESS_TOKEN", "USER_ACCESS_TOKEN", "FB_USER_TOKEN", "FACEBOOK_TOKEN"]),
        (TalkbotTarget.Text, "connections.facebook.app_id", ["FB_APP_ID", "FACEBOOK_APP_ID", "APP_ID"]),
        (TalkbotTarget.Secret, "connections.facebook.app_secret", ["FB_APP_SECRET", "FACEBOOK_APP_SECRET", "APP_SECRET"]),
        (TalkbotTarget.Time, "connections.facebook.throttle_wait", ["FB_WAIT", "FACEBOOK_WAIT", "THROTTLE_WAIT", "RETRY_WAIT", "WAIT_ON_400"]),
        (TalkbotTarget.Text, "connections.smtp.host", ["SMTP_HOST", "SMTP_SERVER", "EMAIL_HOST", "EMAIL_SERVER", "MAIL_SERVER"]),
        (TalkbotTarget.MailPort, "connections.smtp.port", ["SMTP_PORT", "EMAIL_PORT", "MAIL_PORT"]),
        (TalkbotTarget.Text, "connections.smtp.user", ["SMTP_USER", "SMTP_USERNAME", "EMAIL_USER", "EMAIL_USERNAME", "EMAIL_LOGIN"]),
        (TalkbotTarget.Secret, "connections.smtp.password", ["SMTP_PASSWORD", "EMAIL_PASSWORD", "MAIL_PASSWORD", "EMAIL_PASS"]),
        (TalkbotTarget.Text, "connections.smtp.from", ["SMTP_FROM", "EMAIL_FROM", "FROM_ADDRESS", "FROM_EMAIL", "SENDER", "EMAIL_ADDRESS"]),
        (TalkbotTarget.LogLevel, "log.level", ["LOG_LEVEL", "LOGGING_LEVEL"]),
        (TalkbotTarget.None, Scratch, ["TEMP_FOLDER", "TEMP_DIR", "TMP_DIR", "VIDEO_FOLDER", "VIDEO_DIR", "LOCAL_FOLDER", "LOCAL_PATH", "VIDEO_PATH", "OUTPUT_FOLDER", "VIDEO_FILES"]),
        (TalkbotTarget.None, Versions, ["GRAPH_API_VERSION", "FB_API_VERSION", "API_VERSION", "GRAPH_VERSION"]),
        (TalkbotTarget.None, "logs lie in log.folder, the data directory's logs by default.", ["LOG_FILE", "LOG_PATH"]),
        (TalkbotTarget.None, "messages are always deleted after their run is safe, and never before.", ["DELETE_MESSAGES", "DELETE_AFTER_RECEIVE"]),
        (TalkbotTarget.None, "Reelway needs no interpreter.", ["PYTHONPATH", "VIRTUAL_ENV", "PYTHONUNBUFFERED"]));

    /// <summary>The rule of a field; null when nobody knows it.</summary>
    public static TalkbotRule? Find(string name) => ByName.GetValueOrDefault(Folded(name)) ?? ByName.GetValueOrDefault(Folded(TalkbotTime.WithoutUnit(name)));

    /// <summary>True for a document of named settings, rather than one thing as a whole.</summary>
    public static bool IsSettings(JsonElement root)
        => root.ValueKind == JsonValueKind.Object && root.EnumerateObject().Any(property => Find(property.Name) is not null)
            && !root.TryGetProperty("private_key", out _);

    private static string Folded(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private static Dictionary<string, TalkbotRule> Names(params (TalkbotTarget Target, string Setting, string[] Names)[] rules)
        => rules.SelectMany(rule => rule.Names, (rule, name) => (rule, name)).ToDictionary(pair => Folded(pair.name), pair => new TalkbotRule(pair.rule.Target, pair.rule.Setting));
}
