using Reelway.Engine;
using Reelway.Frame.Web;
using Reelway.Runs;

namespace Reelway.Talks;

/// <summary>The talks' forms on the pages of their runs.</summary>
internal static class TalkForms
{
    private const string Path = "/talks";

    public static void MapTalkForms(this IEndpointRouteBuilder routes)
        => routes.MapGroup(Path + "/{id}").ExcludeFromDescription().MapPost("accept", AcceptAsync);

    /// <summary>Where the answer is posted that a talk's times are meant.</summary>
    public static string AcceptPath(TalkId id) => $"{Path}/{id}/accept";

    // Taking the form as a parameter is what makes the framework check the antiforgery token.
    private static async Task<IResult> AcceptAsync(
        string id, IFormCollection form, HttpContext http, TalkStore store, TalkAdoption adoption, Flash flash, CancellationToken cancellation)
    {
        if (!TalkId.TryParse(id, out var talk) || await store.FindAsync(talk, cancellation) is not { RunId: { } run } row)
        {
            return Results.NotFound();
        }

        var decided = await adoption.AcceptAsync(row, cancellation);
        flash.Put(http, new Notice(decided.Refusal ?? "The talk is published as it is; its run goes on.", Failed: decided.Refusal is not null));
        return Redirects.SeeOther(RunLinks.Run(new RunId(run)) + "#notice");
    }
}
