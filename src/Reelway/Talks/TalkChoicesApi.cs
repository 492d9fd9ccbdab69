using Microsoft.AspNetCore.Http.HttpResults;
using Reelway.Engine;
using Reelway.Frame.Web;
using Reelway.Runs;

namespace Reelway.Talks;

/// <summary>Saying which talk a run is about: <c>POST /api/v1/talks/assign</c>, and the form on the run's page.</summary>
internal static class TalkChoicesApi
{
    public const int MaxTitleLength = 1000;

    private const string FormAction = "assign";

    /// <param name="talks">The group of <c>/api/v1/talks</c>.</param>
    public static void MapTalkChoices(this IEndpointRouteBuilder talks)
        => talks.MapPost("/assign", AssignAsync).Describe(TalksDescriptions.Assign)
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);

    public static void MapTalkChoiceForms(this IEndpointRouteBuilder routes)
        => routes.MapGroup(RunLinks.ListPath + "/{id}").ExcludeFromDescription().MapPost(FormAction, ChooseAsync);

    /// <summary>Where the form of a run's page is posted.</summary>
    public static string FormPath(RunId run) => $"{RunLinks.Run(run)}/{FormAction}";

    private static async Task<Results<Ok<AssignedTalk>, ProblemHttpResult>> AssignAsync(AssignRequest body, TalkChoices choices, CancellationToken cancellation)
    {
        var request = new RequestText();
        var title = request.Required("/body/title", body.Title, MaxTitleLength, "Must be the title of a talk of the sheet.");
        var id = request.Required("/body/run", body.Run, 100, "Must name the run whose recording it is.");
        if (request.Errors.Count > 0)
        {
            return request.Refusal();
        }

        if (!RunId.TryParse(id, out var run))
        {
            return RunProblems.NotFound(id);
        }

        try
        {
            var choice = await choices.ChooseAsync(run, title, cancellation);
            return choice.Result switch
            {
                { Found: false } => RunProblems.NotFound(id),
                { Moved: false } => RunProblems.RunCannotMove.With(choice.Result.Sentence),
                _ => TypedResults.Ok(new AssignedTalk(run.ToString(), choice.Title, choice.Result.Sentence)),
            };
        }
        catch (FaultException fault)
        {
            return TalksApi.SheetUnusable.With(fault.Message);
        }
    }

    // Taking the form as a parameter is what makes the framework check the antiforgery token.
    private static async Task<IResult> ChooseAsync(
        string id, IFormCollection form, HttpContext http, TalkChoices choices, Flash flash, CancellationToken cancellation)
    {
        if (!RunId.TryParse(id, out var run))
        {
            return Results.NotFound();
        }

        var request = new RequestText();
        var title = request.Required("/body/title", form["title"], MaxTitleLength, "Choose a talk.");
        flash.Put(http, request.Errors is [var error, ..] ? new Notice(error.Message, Failed: true) : await NoticeAsync(run, title, choices, cancellation));
        return Redirects.SeeOther(RunLinks.Run(run) + "#notice");
    }

    private static async Task<Notice> NoticeAsync(RunId run, string title, TalkChoices choices, CancellationToken cancellation)
    {
        try
        {
            var choice = await choices.ChooseAsync(run, title, cancellation);
            return choice.Result.Moved
                ? new Notice($"The recording shows \"{choice.Title}\". {choice.Result.Sentence}", Failed: false)
                : new Notice(choice.Result.Sentence, Failed: true);
        }
        catch (FaultException fault)
        {
            return new Notice(fault.Message, Failed: true);
        }
    }
}
