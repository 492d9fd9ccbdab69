using System.Globalization;
using Reelway.Configuration;
using Reelway.Frame.Configuration;
using Reelway.Frame.Configuration.Documents;
using Reelway.Frame.Logging;

namespace Reelway.Scaling.Documents;

/// <summary>The keys of the older main document that are not those of an outside system, each with what becomes of it.</summary>
internal static class CampaignKeys
{
    private const string PerFlow = "each run has its own history (reelway run show), so there is no log for each script; errors.log holds what failed.";

    private const string Theirs = "names the older scripts' database, which is never written to; what is known here is kept in storage.*.";

    private const string Passing = "a file that passes through is removed when its step ends, and what a killed process has left at the next start, so the room needed is that of the transfers under way (scaling.transfers).";

    // What the pipeline tries again: these, and 408 and 425.
    private static readonly string[] RetriedCodes = ["408", "425", "429", "500", "502", "503", "504"];

    /// <summary>Where the scripts kept what they knew.</summary>
    public static IReadOnlyList<DocumentRule> OldDatabase { get; } =
    [
        .. new[] { "host", "port", "database", "user", "password" }.Select(name => DocumentRule.Explain($"database.{name}", Theirs)),
    ];

    /// <summary>Polling, repetition, temporary files, fields.</summary>
    public static IReadOnlyList<DocumentRule> Work { get; } =
    [
        DocumentRule.Use("polling.enabled", "scaling.poll"),
        DocumentRule.Change("polling.interval_seconds", "scaling.poll_every", Seconds),
        DocumentRule.Use("polling.max_campaigns_per_run", "scaling.campaigns_per_poll"),
        DocumentRule.Use("retry.max_attempts", "engine.max_attempts"),
        new("retry.backoff", (mapping, key) => OneOf(mapping, key, ["exponential"], "waits always double, each somewhere between nothing and its bound, so that what failed together does not come back together.")),
        DocumentRule.Change("retry.initial_delay_seconds", "engine.retry_first_delay", Seconds),
        DocumentRule.Change("retry.max_delay_seconds", "engine.retry_max_delay", Seconds),
        new("retry.retryable_http_codes", Codes),
        DocumentRule.Use("temp.directory", "media.folder"),
        DocumentRule.Explain("temp.cleanup_after_hours", Passing),
        DocumentRule.Explain("temp.max_size_mb", Passing),
        new("fields.mappings_file", (mapping, key) => mapping.Open(key, "scaling.mappings_file")),
    ];

    /// <summary>The listener, mails, and how often somebody may call.</summary>
    public static IReadOnlyList<DocumentRule> Telling { get; } =
    [
        DocumentRule.Use("webhook.enabled", "webhook.enabled"),
        DocumentRule.Use("webhook.host", "webhook.host"),
        DocumentRule.Use("webhook.port", "webhook.port"),
        DocumentRule.Use("webhook.validate_signatures", "webhook.validate_signatures"),
        DocumentRule.Explain("rate_limit.requests_per_minute", "deliveries whose sender is known are never held up; of others 60 refusals a minute are explained to an address, then it waits."),
        DocumentRule.Use("notifications.enabled", "notifications.enabled"),
        DocumentRule.Use("notifications.mailgun.api_key", "connections.mailgun.api_key"),
        DocumentRule.Use("notifications.mailgun.domain", "connections.mailgun.domain"),
        DocumentRule.Use("notifications.recipients.success", "notifications.recipients.success"),
        DocumentRule.Use("notifications.recipients.errors", "notifications.recipients.errors"),
        DocumentRule.Use("notifications.recipients.critical", "notifications.recipients.critical"),
        new("notifications.templates_path", (mapping, key) => mapping.Open(key, "scaling.templates_file")),
    ];

    /// <summary>Logs.</summary>
    public static IReadOnlyList<DocumentRule> Logging { get; } =
    [
        DocumentRule.Change("logging.level", "log.level", text => LogOptions.FromForeignName(text).ToLowerInvariant()),
        DocumentRule.Explain("logging.format", "a line has time, weight, process, who and what, in this order; log.format: json has them as members."),
        DocumentRule.Change("logging.handlers.file.filename", "log.folder", FolderOf, "logs are reelway.log and errors.log in the folder of the file."),
        DocumentRule.Use("logging.handlers.file.max_bytes", "log.rotate_bytes"),
        DocumentRule.Change("logging.handlers.file.backup_count", "log.files", Files, "the file that is being written is counted too."),
        DocumentRule.Explain("logging.handlers.console.enabled", "the server's log goes to the console as well; --quiet leaves errors alone."),
        .. new[] { "filename", "enabled", "level", "max_bytes", "backup_count" }.Select(name => DocumentRule.Explain($"logging.handlers.*.{name}", PerFlow)),
        new("logging.sanitize_credentials", (mapping, key) => OneOf(mapping, key, ["true", "yes", "on"], "secrets are always taken out of logs, messages and histories.")),
    ];

    /// <summary>Box's keys become a receiver. Each keeps its place, since Box signs with each in a header of its own.</summary>
    public static void SignatureKeys(DocumentMapping mapping, DocumentKey key)
    {
        var keys = (key.Node as SettingList)?.Items ?? (key.Node is SettingValue { Text: { Length: > 0 } } ? [key.Node] : []);
        var given = keys.Select(one => one is SettingValue { Text: null } ? new SettingValue(string.Empty, one.Origin) : one)
            .Reverse().SkipWhile(one => one is SettingValue { Text: "" }).Reverse().ToList();
        mapping.Set(key, "webhook.receivers.box.secrets", given.Count == 0 ? new SettingValue(null, key.Node.Origin) : new SettingList(given, key.Node.Origin));
        if (given.Count > 0)
        {
            mapping.Follow("webhook.receivers.box.verifier", "box", key.Node.Origin);
            mapping.Follow("webhook.receivers.box.path", "/webhooks/box", key.Node.Origin);
            mapping.Follow("webhook.receivers.box.for", "scaling", key.Node.Origin);
            mapping.Follow("scaling.box.receiver", "box", key.Node.Origin);
        }
    }

    /// <summary>A number of seconds as a duration; what is no number stays.</summary>
    public static string Seconds(string text)
        => decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds < 1_000_000_000 ? Durations.Format(TimeSpan.FromSeconds((double)seconds)) : text;

    /// <summary>Accepts what is so anyway, and refuses what would be otherwise.</summary>
    public static void OneOf(DocumentMapping mapping, DocumentKey key, string[] accepted, string why)
    {
        if (key.Text is null || accepted.Contains(key.Text.ToLowerInvariant()))
        {
            mapping.Explain(key, why);
        }
        else
        {
            mapping.Refuse(key, $"can't be otherwise here: {why} Remove it, or set it to {accepted[0]}.");
        }
    }

    private static void Codes(DocumentMapping mapping, DocumentKey key)
    {
        var codes = (key.Node as SettingList)?.Items.OfType<SettingValue>().Select(code => code.Text ?? string.Empty) ?? [key.Text ?? string.Empty];
        if (codes.FirstOrDefault(code => code.Length > 0 && !RetriedCodes.Contains(code)) is { } other)
        {
            mapping.Refuse(key, $"can't hold {Frame.ShownText.Name(other)}: an answer with it fails in the same way again. {string.Join(", ", RetriedCodes)} are tried again; remove the others.");
        }
        else
        {
            mapping.Explain(key, $"{string.Join(", ", RetriedCodes)} are always tried again, and a lost answer; of the DAM's 500s those with an error code of their own are not, unless connections.dam.transient_errors names it.");
        }
    }

    private static string FolderOf(string file) => Path.GetDirectoryName(file) is { Length: > 0 } folder ? folder : ".";

    private static string Files(string text)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var backups) && backups < 1000 ? Math.Max(2, backups + 1).ToString(CultureInfo.InvariantCulture) : text;
}
