using Reelway.Engine;
using Reelway.Frame.Web;

namespace Reelway.Runs;

/// <summary>The pages' forms: each does one thing, and goes back to the run's page with a sentence.</summary>
internal static class RunForms
{
    public static void MapRunForms(this IEndpointRouteBuilder routes)
    {
        var forms = routes.MapGroup(RunLinks.ListPath + "/{id}").ExcludeFromDescription();
        forms.MapPost(RunActions.Retry, RetryAsync);
        forms.MapPost(RunActions.Cancel, CancelAsync);
        forms.MapPost(RunActions.Decide, DecideAsync);
        forms.MapPost(RunActions.PutAside, PutAsideAsync);
    }

    // Taking the form as a parameter is what makes the framework check the antiforgery token.
    private static Task<IResult> RetryAsync(
        string id, IFormCollection form, HttpContext http, IRuns runs, Flash flash, CancellationToken cancellation)
        => MoveAsync(id, new RequestText(), http, flash, runId => runs.RetryAsync(runId, cancellation));

    private static Task<IResult> CancelAsync(
        string id, IFormCollection form, HttpContext http, IRuns runs, Flash flash, CancellationToken cancellation)
    {
        var request = new RequestText();
        var reason = RunMoves.Reason(request, "/body/reason", form["reason"]);
        return MoveAsync(id, request, http, flash, runId => runs.CancelAsync(runId, reason, cancellation));
    }

    private static Task<IResult> PutAsideAsync(
        string id, IFormCollection form, HttpContext http, IRuns runs, Flash flash, CancellationToken cancellation)
    {
        var request = new RequestText();
        var reason = RunMoves.Reason(request, "/body/reason", form["reason"]);
        return MoveAsync(id, request, http, flash, runId => runs.PutAsideAsync(runId, reason, cancellation));
    }

    private static Task<IResult> DecideAsync(
        string id, IFormCollection form, HttpContext http, IRuns runs, Flash flash, CancellationToken cancellation)
    {
        var request = new RequestText();
        var step = RunMoves.Step(request, "/body/step", form["step"]);
        var decision = RunMoves.Decision(request, "/body/decision", form["decision"]);
        return MoveAsync(id, request, http, flash, runId => runs.DecideAsync(runId, step, decision, cancellation));
    }

    private static async Task<IResult> MoveAsync(
        string id, RequestText request, HttpContext http, Flash flash, Func<RunId, Task<MoveResult>> move)
    {
        if (!RunId.TryParse(id, out var runId))
        {
            return Results.NotFound();
        }

        if (request.Errors.Count > 0)
        {
            flash.Put(http, new Notice(string.Join(' ', request.Errors.Select(error => error.Message)), Failed: true));
        }
        else
        {
            var result = await move(runId);
            flash.Put(http, new Notice(result.Sentence, Failed: !result.Moved));
        }

        return Redirects.SeeOther(RunLinks.Run(runId) + "#notice");
    }
}
