using Microsoft.AspNetCore.Http.HttpResults;
using Reelway.Engine;
using Reelway.Frame;
using Reelway.Frame.Web;
using Reelway.Library;
using Reelway.Runs;
using Reelway.Talks.Facebook;
using Reelway.Talks.Pages;
using Reelway.Talks.Sources;

namespace Reelway.Talks;

/// <summary>The talks' operations under <c>/api/v1/talks</c>.</summary>
internal static class TalksApi
{
    private const string ListName = "talks";
    private const int MaxTitleLength = 1000;

    public static readonly ProblemKind SheetUnusable = new(422, "sheet-unusable", "The sheet can't be used for this");

    private static readonly ProblemKind NotFound = new(404, "talk-not-found", "There is no such talk");
    private static readonly ProblemKind FileNotFound = new(404, "file-not-found", "There is no such file");
    private static readonly ProblemKind FileNotAllowed = new(403, "file-not-allowed", "The file may not be handed in from there");
    private static readonly ProblemKind NoRecording = new(422, "no-recording", "The file is no recording");
    private static readonly ProblemKind EventUnreadable = new(422, "event-unreadable", "The event can't be read");
    private static readonly ProblemKind CannotBeDone = new(409, "talk-cannot-move", "The talk is not in a state for this");

    public static void AddTalksWeb(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, TalksJson.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, PagesJson.Default);
        });
        services.AddProblemKinds(NotFound, FileNotFound, FileNotAllowed, NoRecording, EventUnreadable, SheetUnusable, CannotBeDone, TalkPictureFiles.None);
        services.AddSingleton<AccessKeys>();
        services.AddSingleton<HandedInFiles>();
        services.AddSingleton(new RunPanel(PublishTalk.Flow, typeof(PartPanel)));
        services.AddSingleton(new RunPanel(PublishTalk.Flow, typeof(ChoicePanel)));
        services.AddSingleton(TalkWords.Publishing);
        services.AddSingleton(provider => new RunSearch(provider.GetRequiredService<TalkStore>().RunsOfAsync));
        services.AddSingleton(new RunPanel(PublishTalk.Flow, typeof(ClipPanel)));
        services.AddSingleton(new RunInputRule(PublishTalk.Flow, static (provider, input) => provider.GetRequiredService<HandedInFiles>().RefusalOf(input)));
    }

    /// <param name="api">The group of <c>/api/v1</c>.</param>
    public static void MapTalks(this IEndpointRouteBuilder api)
    {
        api.MapPages();
        var talks = api.MapGroup("/talks").WithTags("Talks");
        talks.MapGet("", ListAsync).Describe(TalksDescriptions.List).ProducesProblem(400);
        talks.MapGet("/{id}", GetAsync).Describe(TalksDescriptions.Get).ProducesProblem(404);
        talks.MapGet($"/{{id}}/{TalkPictures.PosterKind}", PosterAsync).Describe(TalksDescriptions.Poster).Produces(200, contentType: TalkPictures.ContentType).ProducesProblem(404);
        talks.MapGet($"/{{id}}/{TalkPictures.StripKind}", StripAsync).Describe(TalksDescriptions.Strip).Produces(200, contentType: TalkPictures.ContentType).ProducesProblem(404);
        talks.MapPost("", SubmitAsync).Describe(TalksDescriptions.Submit)
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);
        talks.MapPost("/adopt", AdoptAsync).Describe(TalksDescriptions.Adopt)
            .ProducesProblem(400).ProducesProblem(409).ProducesProblem(413).ProducesProblem(415).ProducesProblem(422);
        talks.MapPost("/{id}/accept", AcceptAsync).Describe(TalksDescriptions.Accept)
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(413);
        talks.MapTalkChoices();
        talks.MapPost("/{id}/release", ReleaseAsync).Describe(TalksDescriptions.Release)
            .ProducesProblem(400).ProducesProblem(404).ProducesProblem(409).ProducesProblem(413);
    }

    private static async Task<Results<Ok<TalkList>, ProblemHttpResult>> ListAsync(
        string? limit, string? cursor, HttpContext http, TalkStore store, Cursors cursors, CancellationToken cancellation)
    {
        var request = new RequestText();
        var place = ListPlace.Read(request, cursors, ListName, limit, cursor);
        if (request.Errors.Count > 0)
        {
            return request.Refusal();
        }

        // One more than asked for shows whether there are more.
        var rows = await store.ListAsync(place.Before is { } before ? new TalkId(before) : null, place.Count + 1, cancellation);
        var items = rows.Take(place.Count).Select(TalkItem.From).ToList();
        var next = place.Next(http, cursors, rows.Count > place.Count ? rows[place.Count - 1].Id : null);
        return TypedResults.Ok(new TalkList(items, next, next is not null));
    }

    private static async Task<Results<Ok<TalkItem>, ProblemHttpResult>> GetAsync(string id, TalkStore store, CancellationToken cancellation)
        => await FindAsync(id, store, cancellation) is { } row ? TypedResults.Ok(TalkItem.From(row)) : Missing(id);

    private static Task<Results<PhysicalFileHttpResult, FileStreamHttpResult, ProblemHttpResult>> PosterAsync(string id, HttpContext http, TalkStore store, MediaLibrary library, CancellationToken cancellation)
        => PictureAsync(id, TalkPictures.PosterKind, http, store, library, cancellation);

    private static Task<Results<PhysicalFileHttpResult, FileStreamHttpResult, ProblemHttpResult>> StripAsync(string id, HttpContext http, TalkStore store, MediaLibrary library, CancellationToken cancellation)
        => PictureAsync(id, TalkPictures.StripKind, http, store, library, cancellation);

    private static async Task<Results<PhysicalFileHttpResult, FileStreamHttpResult, ProblemHttpResult>> PictureAsync(
        string id, string kind, HttpContext http, TalkStore store, MediaLibrary library, CancellationToken cancellation)
        => await FindAsync(id, store, cancellation) is { } row ? await TalkPictureFiles.SendAsync(row, kind, http, library, cancellation) : Missing(id);

    private static async Task<Results<Ok<SubmitAnswer>, ProblemHttpResult>> SubmitAsync(
        SubmitRequest body, HttpContext http, RecordingIntake intake, HandedInFiles files, CancellationToken cancellation)
    {
        if ((body.File is null or "") == body.Event is null)
        {
            return WebProblems.InvalidRequest.With("Give either a file or an event.", new ProblemError("/body", "one-of", "Must have either \"file\" or \"event\"."));
        }

        try
        {
            if (body.Event is { } text)
            {
                var read = await intake.TakeEventAsync(text, cancellation);
                return TypedResults.Ok(new SubmitAnswer([.. read.Taken.Select(Submitted)], read.Ignored, read.Unreadable));
            }

            return await RefusalOfAsync(body.File!, http, files, cancellation) is { } no
                ? no
                : TypedResults.Ok(new SubmitAnswer([Submitted(await intake.TakeFileAsync(body.File!, cancellation))], [], []));
        }
        catch (UnreadableEventException refusal)
        {
            return EventUnreadable.With(refusal.Message);
        }
        catch (FileNotFoundException refusal)
        {
            return FileNotFound.With(refusal.Message);
        }
    }

    /// <summary>Why a file is not taken in; null when it is, or is not there. Whoever may not have it is not told whether it is there.</summary>
    private static async Task<ProblemHttpResult?> RefusalOfAsync(string file, HttpContext http, HandedInFiles files, CancellationToken cancellation)
    {
        if (!Path.IsPathFullyQualified(file) || file.Contains('\0', StringComparison.Ordinal))
        {
            return WebProblems.InvalidRequest.With(
                "The file must be named by its whole path.", new ProblemError("/body/file", "not-absolute", "Must be an absolute path on the server's machine."));
        }

        if (!http.User.IsInRole(Access.OwnerRole) && !files.IsAllowed(file))
        {
            return FileNotAllowed.With(HandedInFiles.NotAllowed(file));
        }

        return !File.Exists(file) || await files.IsRecordingAsync(file, cancellation)
            ? null
            : NoRecording.With($"{ShownText.Name(file)} is no recording: name a file with video in it.");
    }

    private static async Task<Results<Ok<TalkList>, ProblemHttpResult>> AdoptAsync(
        AdoptRequest body, TalkAdoption adoption, CancellationToken cancellation)
    {
        var request = new RequestText();
        var title = request.Line("/body/title", body.Title, MaxTitleLength);
        if (request.Errors.Count == 0 && (title is null) == (body.All is not true))
        {
            request.Refuse("/body", "one-of", "Must have either a \"title\" or \"all\": true.");
        }

        if (request.Errors.Count > 0)
        {
            return request.Refusal();
        }

        try
        {
            var decided = title is null ? await adoption.AdoptAllAsync(cancellation) : await adoption.AdoptAsync(title, cancellation);
            return decided.Refusal is { } refusal
                ? CannotBeDone.With(refusal)
                : TypedResults.Ok(new TalkList([.. decided.Talks.Select(TalkItem.From)], null, HasMore: false));
        }
        catch (FaultException fault)
        {
            return SheetUnusable.With(fault.Message);
        }
    }

    private static Task<Results<Ok<TalkItem>, ProblemHttpResult>> AcceptAsync(string id, TalkStore store, TalkAdoption adoption, CancellationToken cancellation)
        => DecideAsync(id, store, row => adoption.AcceptAsync(row, cancellation), cancellation);

    private static Task<Results<Ok<TalkItem>, ProblemHttpResult>> ReleaseAsync(string id, TalkStore store, TalkAdoption adoption, CancellationToken cancellation)
        => DecideAsync(id, store, row => adoption.ReleaseAsync(row, cancellation), cancellation);

    private static async Task<Results<Ok<TalkItem>, ProblemHttpResult>> DecideAsync(
        string id, TalkStore store, Func<TalkRow, Task<Decided>> decide, CancellationToken cancellation)
    {
        if (await FindAsync(id, store, cancellation) is not { } row)
        {
            return Missing(id);
        }

        var decided = await decide(row);
        return decided.Refusal is { } refusal ? CannotBeDone.With(refusal) : TypedResults.Ok(TalkItem.From(decided.Talks[0]));
    }

    private static async Task<TalkRow?> FindAsync(string id, TalkStore store, CancellationToken cancellation)
        => TalkId.TryParse(id, out var talk) ? await store.FindAsync(talk, cancellation) : null;

    private static SubmittedRun Submitted(TakenIn taken) => new(taken.Run.ToString(), taken.Title, taken.Created);

    private static ProblemHttpResult Missing(string id)
        => NotFound.With($"There is no talk \"{(id.Length <= 60 ? id : id[..60] + "…")}\"; ids look like {new TalkId(0)}.");
}
