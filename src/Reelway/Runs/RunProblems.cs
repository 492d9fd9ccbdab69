using Reelway.Engine;
using Reelway.Frame.Web;

namespace Reelway.Runs;

/// <summary>The problems of the runs' operations.</summary>
internal static class RunProblems
{
    public static readonly ProblemKind RunNotFound = new(404, "run-not-found", "There is no such run");
    public static readonly ProblemKind StepNotFound = new(404, "step-not-found", "There is no such step");
    public static readonly ProblemKind RunCannotMove = new(409, "run-cannot-move", "The run is not in a state for this");

    public static RefusalException NotFound(string id)
        => RunNotFound.Because($"There is no run \"{(id.Length <= 60 ? id : id[..60] + "…")}\"; ids look like {new RunId(0)}.");
}
