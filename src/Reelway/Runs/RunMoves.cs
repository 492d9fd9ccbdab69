using Reelway.Engine;
using Reelway.Frame.Web;

namespace Reelway.Runs;

/// <summary>What people may ask of a run, carried out in the same way whoever asks.</summary>
internal sealed class RunMoves(IRuns runs, RunFaces faces, TimeProvider time)
{
    public const int MaxReasonLength = 500;

    /// <summary>It has happened: go on.</summary>
    public const string Sent = "sent";

    /// <summary>It has not: do it again.</summary>
    public const string SendAgain = "send-again";

    private const int MaxStepLength = 300;

    /// <summary>What can be said of a step whose outcome is unknown.</summary>
    public static IReadOnlyList<string> Decisions { get; } = [Sent, SendAgain];

    /// <summary>Carries a move out and answers with the run as it is then.</summary>
    public async Task<MovedRun> MoveAsync(string id, Func<RunId, Task<MoveResult>> move, CancellationToken cancellation)
    {
        var result = await move((await FindAsync(id, cancellation)).Summary.Id);
        if (!result.Moved)
        {
            throw (result.Found ? RunProblems.RunCannotMove : RunProblems.StepNotFound).Because(result.Sentence);
        }

        var run = await FindAsync(id, cancellation);
        return new MovedRun(result.Sentence, RunItem.From(run.Summary, faces, faces.Of(run), time.GetUtcNow()));
    }

    /// <summary>As <see cref="MoveAsync(string, Func{RunId, Task{MoveResult}}, CancellationToken)"/>, for a reason that is kept.</summary>
    public Task<MovedRun> MoveAsync(string id, CancelRequest? body, Func<RunId, string, Task<MoveResult>> move, CancellationToken cancellation)
    {
        var reason = RequestText.Read(request => request.Line("/body/reason", body?.Reason, MaxReasonLength)) ?? "No reason was given.";
        return MoveAsync(id, run => move(run, reason), cancellation);
    }

    /// <summary>The run of an id that somebody has written.</summary>
    public async Task<RunView> FindAsync(string id, CancellationToken cancellation)
        => RunId.TryParse(id, out var run) && await runs.FindAsync(run, cancellation) is { } found ? found : throw RunProblems.NotFound(id);

    public static string Step(RequestText request, string? step)
        => request.Required("/body/step", step, MaxStepLength, "Must name the step that is decided about.");

    public static Decision Decision(RequestText request, string? decision)
    {
        switch (decision)
        {
            case Sent:
                return Engine.Decision.Sent;
            case SendAgain:
                return Engine.Decision.SendAgain;
            default:
                request.Refuse("/body/decision", "unknown-decision", "Must be \"sent\" (it has happened) or \"send-again\" (it has not).");
                return default;
        }
    }
}
