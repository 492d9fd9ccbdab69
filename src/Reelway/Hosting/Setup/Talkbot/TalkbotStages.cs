using System.Text.Json;
using System.Text.RegularExpressions;
using Reelway.Frame.Configuration;
using Reelway.Talks.Facebook;

namespace Reelway.Hosting.Setup.Talkbot;

/// <summary>Turns the old program's table of stages into pages of stages and tokens of pages.</summary>
/// <param name="isSealing">True when the tokens go into the sealed store, and false for <c>.env</c>.</param>
internal sealed partial class TalkbotStages(StartingSettings settings, ImportReport report, bool isSealing)
{
    private readonly List<AccessKey> _keys = [];

    /// <summary>The tokens to seal, one for each page.</summary>
    public IReadOnlyList<AccessKey> Keys => _keys;

    /// <summary>Takes over every stage of a table.</summary>
    public void Take(string source, JsonElement root)
    {
        foreach (var property in root.EnumerateObject())
        {
            var field = new ForeignField(property.Name, source, property.Value);
            if (StageKey.Read(property.Name, property.Value) is not { } stage)
            {
                report.Refuse(field, "names no page; a stage is written \"Stage\": [\"PAGE\", \"TOKEN\"] or \"Stage\": {\"page_id\": …, \"access_token\": …}.");
            }
            else if (settings.Has("talks", Place(stage.Stage), stage.Stage))
            {
                report.Refuse(field, "this stage stands twice; the first one counts.");
            }
            else
            {
                TakeStage(field, stage);
            }
        }
    }

    private void TakeStage(ForeignField field, StageKey stage)
    {
        var place = Place(stage.Stage);
        var setting = SettingPath.Join($"talks.{place}", stage.Stage) + ".page";
        settings.Set(stage.Page, "talks", place, stage.Stage, "page");
        var reasons = new List<string>();
        if (place == "kinds")
        {
            reasons.Add("questions and answers are a kind of talk and no stage.");
        }

        if (stage.Token is null)
        {
            reasons.Add("it has no token; the page's is taken from the account that the connection logs in as.");
        }
        else if (!stage.Page.All(char.IsAsciiDigit))
        {
            reasons.Add("its token is left out, since tokens go by a page's number and this page is named otherwise.");
        }
        else if (_keys.Find(key => key.Page == stage.Page) is { } known)
        {
            reasons.Add(known.Token == stage.Token
                ? "its page has the same token from another stage."
                : "its page has another token already, from another stage; this one is left out.");
        }
        else
        {
            reasons.Add(TakeToken(new AccessKey(stage.Stage, stage.Page, stage.Token)));
        }

        report.Change(field, setting, string.Join(' ', reasons));
    }

    private string TakeToken(AccessKey key)
    {
        _keys.Add(key);
        if (isSealing)
        {
            settings.Set("facebook", "connections", "facebook", "connector");
            return "the token is kept sealed in the store of connection facebook.";
        }

        var variable = $"FACEBOOK_PAGE_TOKEN_{key.Page}";
        settings.SetSecret(variable, key.Token, "connections", "facebook", "page_tokens", key.Page);
        return $"the token is a secret, so it lies in .env as {variable} until \"reelway connections import facebook --access-keys FILE\" seals it.";
    }

    private static string Place(string stage) => QuestionsAndAnswers().IsMatch(stage) ? "kinds" : "stages";

    [GeneratedRegex(@"^Q\s*(?:&|and|\+)?\s*A(?:\s+talks)?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex QuestionsAndAnswers();
}
