using System.Text.RegularExpressions;

namespace Reelway.Sandbox.Facebook;

/// <summary>Finds <c>@[page-id]</c> in texts.</summary>
internal sealed partial class Mentions(FacebookWorld world)
{
    /// <summary>Ids of the pages that the text mentions; an id of no page stays plain text.</summary>
    /// <exception cref="GraphException">The app lacks the feature and the stand-in is told to refuse then.</exception>
    public IReadOnlyList<string> In(string text)
    {
        var ids = Mention().Matches(text).Select(match => match.Groups["id"].Value).Distinct(StringComparer.Ordinal).ToList();
        return world.Settings.Mentions switch
        {
            _ when ids.Count == 0 => [],
            MentionFeature.Granted => [.. ids.Where(id => world.Pages.Any(page => page.Id == id))],
            MentionFeature.Literal => [],
            _ => throw new GraphException(new GraphError(
                "(#10) This endpoint requires the 'Page Mentioning' feature. To use it, your app must be reviewed.", 10)),
        };
    }

    [GeneratedRegex(@"@\[(?<id>[0-9]{1,32})\]", RegexOptions.CultureInvariant)]
    private static partial Regex Mention();
}
