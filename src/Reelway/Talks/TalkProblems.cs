using Reelway.Frame.Web;

namespace Reelway.Talks;

/// <summary>How what is asked of talks is refused.</summary>
internal static class TalkProblems
{
    public static readonly ProblemKind NotFound = new(404, "talk-not-found", "There is no such talk");
    public static readonly ProblemKind CannotMove = new(409, "talk-cannot-move", "The talk is not in a state for this");
    public static readonly ProblemKind SheetUnusable = new(422, "sheet-unusable", "The sheet can't be used for this");
}
