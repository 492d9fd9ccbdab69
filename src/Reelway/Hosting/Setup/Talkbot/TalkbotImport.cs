using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Reelway.Configuration;
using Reelway.Frame.Logging;
using Reelway.Talks.Facebook;

namespace Reelway.Hosting.Setup.Talkbot;

/// <summary>Turns the old talk bot's settings into those of this product, and tells of each field what became of it.</summary>
internal sealed partial class TalkbotImport
{
    private static readonly string[] StageFileWords = ["access", "stage", "page"];

    private readonly TalkbotFolder _folder;
    private readonly StartingSettings _settings;
    private readonly ImportReport _report = new();
    private readonly TalkbotStages _stages;

    /// <param name="isSealing">True when the pages' tokens go into the sealed store, and false for <c>.env</c>.</param>
    public TalkbotImport(TalkbotFolder folder, StartingSettings settings, bool isSealing)
    {
        _folder = folder;
        _settings = settings;
        _stages = new TalkbotStages(settings, _report, isSealing);
    }

    /// <summary>The tokens of pages that were found.</summary>
    public IReadOnlyList<AccessKey> Keys => _stages.Keys;

    /// <summary>Every field with what became of it.</summary>
    public IReadOnlyList<ImportedField> Told => _report.Fields;

    /// <summary>Takes over all that the folder holds.</summary>
    public void Run()
    {
        _folder.Read();
        foreach (var field in _folder.Fields)
        {
            Take(field);
        }

        foreach (var (file, root) in _folder.Documents)
        {
            TakeDocument(file, root);
        }

        _report.AddRange(_folder.Refused);
    }

    private void Take(ForeignField field)
    {
        if (TalkbotRules.Find(field.Name) is not { } rule)
        {
            _report.Refuse(field, "is not known as a setting of the talk bot; set what it stood for by hand.");
        }
        else if (rule.Target == TalkbotTarget.None)
        {
            _report.Refuse(field, rule.Setting);
        }
        else if (rule.Target is TalkbotTarget.Stages or TalkbotTarget.GoogleKey)
        {
            TakeInner(field, rule);
        }
        else if (field.Text is not { } text)
        {
            _report.Refuse(field, field.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? "must be a single value." : "is empty.");
        }
        else if (_report.TakenFrom(rule.Setting) is { } earlier)
        {
            _report.Refuse(field, $"{rule.Setting} was already taken from {earlier}; keep one of the two.");
        }
        else
        {
            TakeText(field, rule, text);
        }
    }

    private void TakeText(ForeignField field, TalkbotRule rule, string text)
    {
        var path = rule.Setting.Split('.');
        switch (rule.Target)
        {
            case TalkbotTarget.Secret:
                _settings.SetSecret(Variable(path), text, path);
                _report.Change(field, rule.Setting, $"the value is a secret, so it lies in .env as {Variable(path)}.");
                break;
            case TalkbotTarget.Count when !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 1000):
                _report.Refuse(field, "is not a whole number from 1 to 1000.");
                break;
            case TalkbotTarget.Time:
                TakeTime(field, rule.Setting, path, text);
                break;
            case TalkbotTarget.Sheet:
                TakeSheet(field, rule.Setting, path, text);
                break;
            case TalkbotTarget.Bucket:
                _settings.SetList([Bucket(text)], path);
                _report.Accept(field, rule.Setting);
                break;
            case TalkbotTarget.Library:
                _settings.Set($"s3://{Bucket(text)}", path);
                _report.Change(field, rule.Setting, "a library in a bucket is written as an address.");
                break;
            case TalkbotTarget.MailPort when text == "465":
                _settings.Set(text, path);
                _settings.Set("tls", [.. path[..^1], "security"]);
                _report.Change(field, rule.Setting, "port 465 is encrypted from the first byte: security is tls.");
                break;
            case TalkbotTarget.Queue:
                _settings.Set(text, path);
                TakeRegion(text);
                _report.Accept(field, rule.Setting);
                break;
            default:
                _settings.Set(rule.Target == TalkbotTarget.LogLevel ? LogOptions.FromForeignName(text).ToLowerInvariant() : text, path);
                _report.Accept(field, rule.Setting);
                break;
        }
    }

    private void TakeTime(ForeignField field, string setting, string[] path, string text)
    {
        if (TalkbotTime.Read(field.Name, text) is not { } time)
        {
            _report.Refuse(field, "is not a time; a bare number is in seconds, or in what the name ends with (_MINUTES, _HOURS).");
            return;
        }

        _settings.Set(Durations.Format(time), path);
        _report.Change(field, setting, "times are written with their unit.");
    }

    private void TakeSheet(ForeignField field, string setting, string[] path, string text)
    {
        if (text.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            _settings.Set(text, path);
            _report.Accept(field, setting);
            return;
        }

        _settings.Set($"google:{text}", path);
        _report.Change(field, setting, "a sheet at Google is named by its address, or by google: and its id or title.");
    }

    private void TakeRegion(string queue)
    {
        if (QueueRegion().Match(queue) is { Success: true } region && !_settings.Has("connections", "aws", "region"))
        {
            _settings.Set(region.Groups["region"].Value, "connections", "aws", "region");
        }
    }

    private static string Bucket(string text)
        => (text.StartsWith("s3://", StringComparison.OrdinalIgnoreCase) ? text["s3://".Length..] : text).TrimEnd('/');

    private void TakeInner(ForeignField field, TalkbotRule rule)
    {
        if (_folder.Inner(field) is not { } root)
        {
            _report.Refuse(field, field.Text is null ? "is empty." : "is neither JSON nor the name of a readable JSON file in this folder.");
        }
        else if (rule.Target == TalkbotTarget.GoogleKey)
        {
            TakeGoogleKey(field, root);
        }
        else if (root.ValueKind != JsonValueKind.Object)
        {
            _report.Refuse(field, "must be a group of stages with their pages.");
        }
        else if (field.Text is null or ['{', ..])
        {
            _stages.Take(field.Source, root);
        }
        else
        {
            _report.Change(field, rule.Setting, "the file it names was read; its stages are listed one by one.");
        }
    }

    private void TakeDocument(string file, JsonElement root)
    {
        var whole = new ForeignField("(file)", file, root);
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("private_key", out _))
        {
            TakeGoogleKey(whole, root);
        }
        else if (root.ValueKind == JsonValueKind.Object && (root.TryGetProperty("installed", out _) || root.TryGetProperty("web", out _) || root.TryGetProperty("refresh_token", out _)))
        {
            _report.Refuse(whole, "is a person's login at Google; make a service account and share the sheets with it, as the guide on talks says.");
        }
        else if (StageKey.IsTable(root) || (IsNamedLikeStages(file) && root.ValueKind == JsonValueKind.Object))
        {
            _stages.Take(file, root);
        }
        else
        {
            _report.Refuse(whole, "holds nothing that is known as the talk bot's.");
        }
    }

    private static bool IsNamedLikeStages(string file)
        => StageFileWords.Any(word => file.Contains(word, StringComparison.OrdinalIgnoreCase));

    private void TakeGoogleKey(ForeignField field, JsonElement root)
    {
        const string Setting = "connections.google.key";
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("private_key", out _) || !root.TryGetProperty("client_email", out _))
        {
            _report.Refuse(field, "is not the key of a Google service account.");
        }
        else if (!_settings.Has("connections", "google", "key"))
        {
            _settings.SetSecret("GOOGLE_KEY", root.GetRawText(), "connections", "google", "key");
            _report.Change(field, Setting, "the key is a secret, so it lies in .env as GOOGLE_KEY.");
        }
        else if (_settings.Secrets.Any(secret => secret.Key == "GOOGLE_KEY" && secret.Value == root.GetRawText()))
        {
            _report.Change(field, Setting, "the key lies in .env as GOOGLE_KEY already.");
        }
        else
        {
            _report.Refuse(field, "another key of a service account was taken already; keep one of the two.");
        }
    }

    private static string Variable(string[] path) => $"{path[^2]}_{path[^1]}".ToUpperInvariant();

    [GeneratedRegex(@"^https?://(?:sqs\.(?<region>[a-z0-9-]+)|(?<region>[a-z0-9-]+)\.queue)\.amazonaws\.com(?:\.cn)?/", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex QueueRegion();
}
