using System.Text.Json;
using System.Text.Json.Serialization;
using Reelway.Connectors.Facebook;

namespace Reelway.Talks.Facebook;

/// <summary>A page as the API and <c>--json</c> show it.</summary>
/// <param name="Username">Vanity name; null when the page has none or it is not visible.</param>
/// <param name="Tasks">The user's rights on it.</param>
/// <param name="Token"><c>held</c>, <c>refused</c> or <c>none</c>.</param>
/// <param name="Problem">Why its token is refused; null when it is not.</param>
/// <param name="Talks">Which talks go to it, in words: <c>stage Barn</c>, <c>kind Q&amp;A</c>, <c>all others</c>.</param>
internal sealed record PageItem(
    string Id, string Name, string? Username, string? Category, string Link, IReadOnlyList<string> Tasks, bool CanPublish, string Token, string? Problem, IReadOnlyList<string> Talks)
{
    public static PageItem From(FacebookPage page, IReadOnlyList<StagePages.StagePlace> places) => new(
        page.Id, page.Name, page.Username, page.Category, $"https://www.facebook.com/{page.Username ?? page.Id}", page.Tasks, page.CanPublish,
        page.Refusal is not null ? "refused" : page.HasToken ? "held" : "none", page.Refusal, [.. places.Select(place => place.Target.What)]);
}

/// <summary>The pages of a connection.</summary>
/// <param name="Unplaced">Settings that send talks to a page which is none of them.</param>
internal sealed record PageList(IReadOnlyList<PageItem> Items, IReadOnlyList<UnplacedTarget> Unplaced);

/// <summary>A setting whose page was not found, or can't be published on.</summary>
internal sealed record UnplacedTarget(string Talks, string Page, string Problem);

/// <summary>Pages of other people that could be mentioned.</summary>
internal sealed record FoundPages(IReadOnlyList<FoundPageItem> Items);

/// <summary>A page that a search has found.</summary>
internal sealed record FoundPageItem(string Id, string Name, string Link);

/// <summary>Whose keys are wanted.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record AccessKeysExport(string? Connection);

/// <summary>Keys to take over.</summary>
/// <param name="Check">False takes them as they are; otherwise those that Facebook refuses are left out.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record AccessKeysImport(string? Connection, IReadOnlyList<AccessKey>? Keys, bool? Check = null);

/// <summary>The page of a stage and its token.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record AccessKey(string Stage, string Page, string Token)
{
    public override string ToString() => $"{Stage}: {Page}";
}

/// <summary>Keys for the old bot.</summary>
/// <param name="Problems">Stages that have none, and why.</param>
internal sealed record AccessKeysAnswer(IReadOnlyList<AccessKey> Keys, IReadOnlyList<string> Problems);

/// <summary>What became of keys that were taken over.</summary>
/// <param name="Pages">How many tokens are kept now that were brought.</param>
/// <param name="Unmapped">Stages of the file that the settings send to another page, or to none.</param>
internal sealed record AccessKeysTaken(int Pages, IReadOnlyList<StageLine> Unmapped, IReadOnlyList<string> Warnings);

/// <summary>A line for <c>talks.stages</c>.</summary>
internal sealed record StageLine(string Stage, string Page);

/// <summary>The shapes of the API and of <c>--json</c>, which are the same.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PageList))]
[JsonSerializable(typeof(FoundPages))]
[JsonSerializable(typeof(AccessKeysExport))]
[JsonSerializable(typeof(AccessKeysImport))]
[JsonSerializable(typeof(AccessKeysAnswer))]
[JsonSerializable(typeof(AccessKeysTaken))]
internal sealed partial class PagesJson : JsonSerializerContext;
