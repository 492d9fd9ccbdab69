using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Reelway.Hosting.Configuration;

namespace Reelway.Hosting.Setup.Talkbot;

/// <summary>Turns the old talk bot's settings into those of this product, and tells of each field what became of it.</summary>
internal sealed partial class TalkbotImport(TalkbotFolder folder, StartingSettings settings)
{
    private static readonly string[] StageFileWords = ["access", "stage", "page"];

    private readonly List<ImportedField> _told = [];
    private readonly Dictionary<string, string> _taken = [];

    /// <summary>Every field with what became of it.</summary>
    public IReadOnlyList<ImportedField> Told => _told;

    /// <summary>Takes over all that the folder holds.</summary>
    public void Run()
    {
        folder.Read();
        foreach (var field in folder.Fields)
        {
            Take(field);
        }

        foreach (var (file, root) in folder.Documents)
        {
            TakeDocument(file, root);
        }

        _told.AddRange(folder.Refused);
    }

    private void Take(TalkbotField field)
    {
        if (TalkbotRules.Find(field.Name) is not { } rule)
        {
            Refuse(field, "is not known as a setting of the talk bot; set what it stood for by hand.");
        }
        else if (rule.Target == TalkbotTarget.None)
        {
            Refuse(field, rule.Setting);
        }
        else if (rule.Target is TalkbotTarget.Stages or TalkbotTarget.GoogleKey)
        {
            TakeInner(field, rule);
        }
        else if (field.Text is not { } text)
        {
            Refuse(field, field.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? "must be a single value." : "is empty.");
        }
        else if (_taken.TryGetValue(rule.Setting, out var earlier))
        {
            Refuse(field, $"{rule.Setting} was already taken from {earlier}; keep one of the two.");
        }
        else
        {
            TakeText(field, rule, text);
        }
    }

    private void TakeText(TalkbotField field, TalkbotRule rule, string text)
    {
        var path = rule.Setting.Split('.');
        switch (rule.Target)
        {
            case TalkbotTarget.Secret:
                settings.SetSecret(Variable(path), text, path);
                Change(field, rule.Setting, $"the value is a secret, so it lies in .env as {Variable(path)}.");
                break;
            case TalkbotTarget.Count when !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 1000):
                Refuse(field, "is no whole number from 1 to 1000.");
                break;
            case TalkbotTarget.Time when TalkbotTime.Read(field.Name, text) is not { } time:
                Refuse(field, "is no time; a bare number is in seconds, or in what the name ends with (_MINUTES, _HOURS).");
                break;
            case TalkbotTarget.Time:
                settings.Set(Durations.Format(TalkbotTime.Read(field.Name, text)!.Value), path);
                Change(field, rule.Setting, "times are written with their unit.");
                break;
            case TalkbotTarget.Sheet:
                TakeSheet(field, rule.Setting, path, text);
                break;
            case TalkbotTarget.Queue:
                settings.Set(text, path);
                TakeRegion(text);
                Accept(field, rule.Setting);
                break;
            case TalkbotTarget.Bucket:
                settings.SetList(Bucket(text), path);
                Accept(field, rule.Setting);
                break;
            case TalkbotTarget.Library:
                settings.Set($"s3://{Bucket(text)[0]}", path);
                Change(field, rule.Setting, "a library in a bucket is written as an address.");
                break;
            case TalkbotTarget.MailPort when text == "465":
                settings.Set("587", path);
                Change(field, rule.Setting, "port 465 speaks TLS from the first byte, which is not supported; 587 with STARTTLS takes its place.");
                break;
            case TalkbotTarget.Text when rule.Setting == "log.level":
                settings.Set(Logging.LogOptions.FromForeignName(text).ToLowerInvariant(), path);
                Accept(field, rule.Setting);
                break;
            default:
                settings.Set(text, path);
                Accept(field, rule.Setting);
                break;
        }
    }

    private void TakeSheet(TalkbotField field, string setting, string[] path, string text)
    {
        if (text.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
        {
            settings.Set(text, path);
            Accept(field, setting);
            return;
        }

        settings.Set($"google:{text}", path);
        Change(field, setting, "a sheet at Google is named by its address, or by google: and its id or title.");
    }

    private void TakeRegion(string queue)
    {
        if (QueueRegion().Match(queue) is { Success: true } region && !settings.Has("connections", "aws", "region"))
        {
            settings.Set(region.Groups["region"].Value, "connections", "aws", "region");
        }
    }

    private static string[] Bucket(string text)
    {
        var name = text.StartsWith("s3://", StringComparison.OrdinalIgnoreCase) ? text["s3://".Length..] : text;
        return [name.TrimEnd('/')];
    }

    private void TakeInner(TalkbotField field, TalkbotRule rule)
    {
        if (folder.Inner(field) is not { } root)
        {
            Refuse(field, field.Text is null ? "is empty." : "is neither JSON nor the name of a readable JSON file in this folder.");
        }
        else if (rule.Target == TalkbotTarget.GoogleKey)
        {
            TakeGoogleKey(field, root);
        }
        else if (root.ValueKind != JsonValueKind.Object)
        {
            Refuse(field, "must be a group of stages with their pages.");
        }
        else if (field.Text is null or ['{', ..])
        {
            TakeStages(field.Source, root);
        }
        else
        {
            Change(field, rule.Setting, "the file it names was read; its stages are listed one by one.");
        }
    }

    private void TakeDocument(string file, JsonElement root)
    {
        var whole = new TalkbotField("(file)", file, root);
        if (root.ValueKind == JsonValueKind.Object && root.TryGetProperty("private_key", out _))
        {
            TakeGoogleKey(whole, root);
        }
        else if (root.ValueKind == JsonValueKind.Object && (root.TryGetProperty("installed", out _) || root.TryGetProperty("web", out _) || root.TryGetProperty("refresh_token", out _)))
        {
            Refuse(whole, "is a person's login at Google; make a service account and share the sheets with it, as the guide on talks says.");
        }
        else if (AccessKeys.Looks(root) || (IsNamedLikeStages(file) && root.ValueKind == JsonValueKind.Object))
        {
            TakeStages(file, root);
        }
        else
        {
            Refuse(whole, "holds nothing that is known as the talk bot's.");
        }
    }

    private static bool IsNamedLikeStages(string file)
        => StageFileWords.Any(word => file.Contains(word, StringComparison.OrdinalIgnoreCase));

    private void TakeStages(string source, JsonElement root)
    {
        foreach (var property in root.EnumerateObject())
        {
            var field = new TalkbotField(property.Name, source, property.Value);
            if (AccessKeys.Read(property.Name, property.Value) is not { } stage)
            {
                Refuse(field, "names no page; a stage is written \"Stage\": [\"PAGE\", \"TOKEN\"] or \"Stage\": {\"page_id\": …, \"access_token\": …}.");
            }
            else if (settings.Has("talks", Place(stage.Stage), stage.Stage))
            {
                Refuse(field, "this stage stands twice; the first one counts.");
            }
            else
            {
                TakeStage(field, stage);
            }
        }
    }

    private void TakeStage(TalkbotField field, StageKey stage)
    {
        var place = Place(stage.Stage);
        var setting = SettingPath.Join($"talks.{place}", stage.Stage) + ".page";
        settings.Set(stage.Page, "talks", place, stage.Stage, "page");
        var reasons = new List<string>();
        if (place == "kinds")
        {
            reasons.Add("questions and answers are a kind of talk and no stage.");
        }

        var variable = $"FACEBOOK_PAGE_TOKEN_{stage.Page}";
        if (stage.Token is null)
        {
            reasons.Add("it has no token; the page's is taken from the account that the connection logs in as.");
        }
        else if (!stage.Page.All(char.IsAsciiDigit))
        {
            reasons.Add("its token is left out, since tokens go by a page's number and this page is named otherwise.");
        }
        else if (!settings.Has("connections", "facebook", "page_tokens", stage.Page))
        {
            settings.SetSecret(variable, stage.Token, "connections", "facebook", "page_tokens", stage.Page);
            reasons.Add($"the token is a secret, so it lies in .env as {variable}.");
        }
        else
        {
            reasons.Add(settings.Secrets.Any(secret => secret.Key == variable && secret.Value == stage.Token)
                ? "its page has the same token from another stage."
                : "its page has another token already, from another stage; this one is left out.");
        }

        Change(field, setting, string.Join(' ', reasons));
    }

    private void TakeGoogleKey(TalkbotField field, JsonElement root)
    {
        const string Setting = "connections.google.key";
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("private_key", out _) || !root.TryGetProperty("client_email", out _))
        {
            Refuse(field, "is no key of a Google service account.");
        }
        else if (!settings.Has("connections", "google", "key"))
        {
            settings.SetSecret("GOOGLE_KEY", root.GetRawText(), "connections", "google", "key");
            Change(field, Setting, "the key is a secret, so it lies in .env as GOOGLE_KEY.");
        }
        else if (settings.Secrets.Any(secret => secret.Key == "GOOGLE_KEY" && secret.Value == root.GetRawText()))
        {
            Change(field, Setting, "the key lies in .env as GOOGLE_KEY already.");
        }
        else
        {
            Refuse(field, "another key of a service account was taken already; keep one of the two.");
        }
    }

    private void Accept(TalkbotField field, string setting) => Tell(field, ImportOutcome.Accepted, setting, string.Empty);

    private void Change(TalkbotField field, string setting, string reason) => Tell(field, ImportOutcome.Changed, setting, reason);

    private void Refuse(TalkbotField field, string reason) => Tell(field, ImportOutcome.Refused, string.Empty, reason);

    private void Tell(TalkbotField field, ImportOutcome outcome, string setting, string reason)
    {
        _told.Add(new(field.Name, field.Source, outcome, setting, reason));
        if (setting.Length > 0)
        {
            _taken.TryAdd(setting, $"{field.Name} ({field.Source})");
        }
    }

    private static string Place(string stage) => QuestionsAndAnswers().IsMatch(stage) ? "kinds" : "stages";

    private static string Variable(string[] path) => $"{path[^2]}_{path[^1]}".ToUpperInvariant();

    [GeneratedRegex(@"^https?://(?:sqs\.(?<region>[a-z0-9-]+)|(?<region>[a-z0-9-]+)\.queue)\.amazonaws\.com(?:\.cn)?/", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex QueueRegion();

    [GeneratedRegex(@"^Q\s*(?:&|and|\+)?\s*A(?:\s+talks)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex QuestionsAndAnswers();
}
