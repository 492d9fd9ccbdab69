using System.Text.RegularExpressions;
using Reelway.Frame.Texts;
using Reelway.Talks.Text;

namespace Reelway.Talks;

/// <summary>The words that go with a video on its page.</summary>
internal static partial class TalkDescription
{
    /// <summary>What every text may use of a talk.</summary>
    public static Dictionary<string, object?> Values(Talk talk, IReadOnlyList<Speaker> speakers) => new(StringComparer.Ordinal)
    {
        ["title"] = talk.Title,
        ["stage"] = TalkTitle.OneLine(talk.Stage),
        ["kind"] = TalkTitle.OneLine(talk.Kind),
        ["description"] = talk.Description,
        ["speakers"] = EnglishList.Join(Names(speakers, static speaker => speaker.Name)),
        ["speakers_with_companies"] = EnglishList.Join(Names(
            speakers, static speaker => speaker.Company.Length == 0 ? speaker.Name : $"{speaker.Name} ({speaker.Company})")),
        ["people"] = speakers.DistinctBy(static speaker => SpeakerNames.Key(speaker.Name)).Select(static object? (speaker) => new Dictionary<string, object?>
        {
            ["name"] = speaker.Name,
            ["first_name"] = speaker.FirstName,
            ["company"] = speaker.Company,
        }).ToList(),
    };

    /// <summary>A text for the page (the description, the call to watch): the template filled, empty places closed up, configured pages mentioned.</summary>
    /// <param name="link">Of the video, for texts that go out once there is one.</param>
    public static string Write(
        TextTemplate template, Talk talk, IReadOnlyList<Speaker> speakers, IReadOnlyDictionary<string, string> mentions, string? link = null)
    {
        var values = Values(talk, speakers);
        if (link is not null)
        {
            values["link"] = link;
        }

        return Mention(TidyLines(template.Fill(values)), mentions);
    }

    /// <summary>Puts <c>@[number]</c> in place of each configured name, where it first stands as a word of its own.</summary>
    private static string Mention(string text, IReadOnlyDictionary<string, string> mentions)
    {
        if (mentions.Count == 0)
        {
            return text;
        }

        // One pass, longest name first: so neither a number put in nor a part of a longer name is taken for a name.
        var names = mentions.Keys.Where(name => name.Trim().Length > 0).OrderByDescending(name => name.Length);
        var pattern = $@"(?<![\p{{L}}\p{{N}}])(?:{string.Join('|', names.Select(name => Regex.Escape(name.Trim())))})(?![\p{{L}}\p{{N}}])";
        var byName = mentions.ToDictionary(each => each.Key.Trim(), each => each.Value.Trim(), StringComparer.Ordinal);
        var done = new HashSet<string>(StringComparer.Ordinal);
        return Regex.Replace(text, pattern, match => done.Add(match.Value) ? $"@[{byName[match.Value]}]" : match.Value);
    }

    private static List<string> Names(IReadOnlyList<Speaker> speakers, Func<Speaker, string> name)
        => [.. speakers.Select(name).DistinctBy(SpeakerNames.Key)];

    private static string TidyLines(string text) => EmptyLines().Replace(text.ReplaceLineEndings("\n"), "\n\n").Trim();

    [GeneratedRegex(@"\n[ \t]*(?:\n[ \t]*){2,}")]
    private static partial Regex EmptyLines();
}
