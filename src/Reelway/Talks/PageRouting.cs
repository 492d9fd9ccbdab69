using Reelway.Engine;
using Reelway.Talks.Text;

namespace Reelway.Talks;

/// <summary>Chooses the page that a talk goes to, and what is shown before and after it: by its kind, else by its stage, else the default.</summary>
internal static class PageRouting
{
    /// <summary>The page as it was configured, and its connection.</summary>
    /// <exception cref="FaultException">Neither kind nor stage has a page and there is no default; needs a person.</exception>
    public static PageRoute Choose(TalksOptions options, string stage, string kind)
    {
        var target = Find(options.Kinds, kind) ?? Find(options.Stages, stage);
        var page = target?.Page ?? options.DefaultPage;
        return string.IsNullOrWhiteSpace(page)
            ? throw FaultException.Setting(
                $"No page is set for the stage \"{stage}\".", $"Set talks.stages.{stage}.page or talks.default_page, then retry.")
            : new PageRoute(page.Trim(), target?.Connection ?? options.Connection);
    }

    /// <summary>Files of the clips to show before and after; empty: none; null: the ones of all talks.</summary>
    public static (string? Intro, string? Outro) Bumpers(TalksOptions options, string stage, string kind)
    {
        var (byKind, byStage) = (Find(options.Kinds, kind), Find(options.Stages, stage));
        return (byKind?.Intro ?? byStage?.Intro, byKind?.Outro ?? byStage?.Outro);
    }

    private static PageTarget? Find(Dictionary<string, PageTarget> targets, string name)
    {
        var key = TalkTitle.Normalise(name);
        return key.Length == 0 ? null : targets.FirstOrDefault(each => TalkTitle.Normalise(each.Key) == key).Value;
    }
}

/// <summary>A page, by id, address or vanity name, and the connection that reaches it.</summary>
internal sealed record PageRoute(string Page, string Connection);
