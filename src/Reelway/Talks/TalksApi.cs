using System.Security.Claims;
using Reelway.Engine;
using Reelway.Frame;
using Reelway.Frame.Operations;
using Reelway.Frame.Web;
using Reelway.Intake;
using Reelway.Library;
using Reelway.Runs;
using Reelway.Talks.Facebook;
using Reelway.Talks.Sources;

namespace Reelway.Talks;

/// <summary>What can be asked of talks.</summary>
internal static class TalksApi
{
    public const int MaxTitleLength = 1000;

    public static readonly Right Read = new("talks:read");
    public static readonly Right Write = new("talks:write");

    private static readonly ProblemKind FileNotFound = new(404, "file-not-found", "There is no such file");
    private static readonly ProblemKind FileNotAllowed = new(403, "file-not-allowed", "The file may not be handed in from there");
    private static readonly ProblemKind NoRecording = new(422, "no-recording", "The file is not a recording");
    private static readonly ProblemKind EventUnreadable = new(422, "event-unreadable", "The event can't be read");

    private static readonly Parameter Id = new("id", "The talk's id, such as talk_06agn9k2w4008.");

    public static readonly Operation<ListOf<TalkItem>> List = new("listTalks", "GET /talks", Read)
    {
        Summary = "List talks, newest first",
        Text = "Talks that a recording was taken in for, and adopted ones. The next page is at `nextCursor` and in the Link header.",
        Example = new([TalkItem.Sample]),
    };

    public static readonly Operation<TalkItem> Get = new("getTalk", "GET /talks/{id}", Read)
    {
        Summary = "Show a talk",
        Text = "With where its video is kept and can be watched.",
        Parameters = [Id],
        Example = TalkItem.Sample,
        Problems = [TalkProblems.NotFound],
    };

    public static readonly Operation<IResult> Poster = new("getTalkPoster", $"GET /talks/{{id}}/{TalkPictures.PosterKind}", Read)
    {
        Summary = "Fetch a talk's poster",
        Text = "A JPEG: the brightest sharp frame of the first third, up to 1280 pixels wide.",
        Parameters = [Id],
        MediaType = TalkPictures.ContentType,
        Problems = [TalkProblems.NotFound, TalkPictureFiles.None],
    };

    public static readonly Operation<IResult> Strip = new("getTalkStrip", $"GET /talks/{{id}}/{TalkPictures.StripKind}", Read)
    {
        Summary = "Fetch a talk's strip of frames",
        Text = "A JPEG: small frames from left to right; the talk's `strip` says how large each is, and when it is shown.",
        Parameters = [Id],
        MediaType = TalkPictures.ContentType,
        Problems = [TalkProblems.NotFound, TalkPictureFiles.None],
    };

    public static readonly Operation<SubmitRequest, SubmitAnswer> Submit = new("submitTalk", "POST /talks", Write)
    {
        Summary = "Hand in a recording",
        Text = "Either a file of the server's machine, or an event of S3 as text, in any of its forms. The same recording again finds the same run. A file holds video and lies below `intake.folder` or `intake.allow`.",
        Body = new("/recordings/Owls_ why_.mp4", Event: null),
        Example = new([new("run_06agn9k2w3zzg", "Owls_ why_", Created: true)], Ignored: [], Unreadable: []),
        Problems = [FileNotFound, FileNotAllowed, NoRecording, EventUnreadable],
    };

    public static readonly Operation<AdoptRequest, ListOf<TalkItem>> Adopt = new("adoptTalks", "POST /talks/adopt", Write)
    {
        Summary = "Take over what an older system published",
        Text = "One talk of the sheet by its title, or all that have a link. Recordings of adopted talks are not published again.",
        Body = new("Owls: why?", All: null),
        Example = new([TalkItem.Sample with { State = "adopted", Run = null }]),
        Problems = [TalkProblems.CannotMove, TalkProblems.SheetUnusable],
    };

    public static readonly Operation<TalkItem> Accept = new("acceptTalk", "POST /talks/{id}/accept", Write)
    {
        Summary = "Publish a talk as its row has it",
        Text = "The answer for a run that asks whether the times of its talk are meant, since such a talk is hardly ever planned. The run goes on, and does not ask about these times again.",
        Parameters = [Id],
        Example = TalkItem.Sample with { State = "claimed" },
        Problems = [TalkProblems.NotFound, TalkProblems.CannotMove],
    };

    public static readonly Operation<AssignRequest, AssignedTalk> Assign = new("assignTalk", "POST /talks/assign", Write)
    {
        Summary = "Say which talk a recording shows",
        Text = "For a run that has found no talk of the recording's name. The run keeps the answer, also for later retries, and goes on.",
        Body = new("run_06agn9k2w3zzg", "Owls: why?"),
        Example = new("run_06agn9k2w3zzg", "Owls: why?", "The run goes on."),
        Problems = [RunProblems.RunNotFound, RunProblems.RunCannotMove, TalkProblems.SheetUnusable],
    };

    public static readonly Operation<TalkItem> Release = new("releaseTalk", "POST /talks/{id}/release", Write)
    {
        Summary = "Let a talk go",
        Text = "Another recording of it can then be published. What is on its page and in the sheet stays: remove it there first.",
        Parameters = [Id],
        Example = TalkItem.Sample with { ReleasedAt = TalkItem.Sample.UpdatedAt },
        Problems = [TalkProblems.NotFound, TalkProblems.CannotMove],
    };

    public static void MapTalks(this IEndpointRouteBuilder routes)
    {
        const string runPage = RunLinks.ListPath + "/{run}";
        routes.MapPages();
        routes.Map(List, ListAsync);
        routes.Map(Get, async (string id, TalkStore store, CancellationToken cancellation) => TalkItem.From(await FindAsync(id, store, cancellation)));
        routes.Map(Poster, async (string id, HttpContext http, TalkStore store, MediaLibrary library, CancellationToken cancellation)
            => await TalkPictureFiles.SendAsync(await FindAsync(id, store, cancellation), TalkPictures.PosterKind, http, library, cancellation));
        routes.Map(Strip, async (string id, HttpContext http, TalkStore store, MediaLibrary library, CancellationToken cancellation)
            => await TalkPictureFiles.SendAsync(await FindAsync(id, store, cancellation), TalkPictures.StripKind, http, library, cancellation));
        routes.Map(Submit, SubmitAsync);
        routes.Map(Adopt, AdoptAsync);
        routes.Map(Accept, async (string id, TalkStore store, TalkAdoption adoption, CancellationToken cancellation)
            => TalkItem.From(await adoption.AcceptAsync(await FindAsync(id, store, cancellation), cancellation)))
            .Form(runPage, "talks/{id}/accept", _ => new Notice("The talk is published as it is; its run goes on.", Failed: false));
        routes.Map(Assign, AssignAsync)
            .Form(runPage, "assign", assigned => new Notice($"The recording shows \"{assigned.Title}\". {assigned.Sentence}", Failed: false));
        routes.Map(Release, async (string id, TalkStore store, TalkAdoption adoption, CancellationToken cancellation)
            => TalkItem.From(await adoption.ReleaseAsync(await FindAsync(id, store, cancellation), cancellation)));
    }

    private static async Task<ListOf<TalkItem>> ListAsync([AsParameters] Paging paging, TalkStore store, CancellationToken cancellation)
    {
        var page = paging.Of("talks");
        // One more than asked for shows whether there are more.
        var rows = await store.ListAsync(page.Before is { } before ? new TalkId(before) : null, page.Count + 1, cancellation);
        return page.Answer(rows, row => row.Id, TalkItem.From);
    }

    private static async Task<SubmitAnswer> SubmitAsync(
        SubmitRequest body, ClaimsPrincipal user, RecordingIntake intake, HandedInFiles files, CancellationToken cancellation)
    {
        RequestText.Check(request => Check(request, body));
        try
        {
            if (body.Event is { } text)
            {
                var read = await intake.TakeEventAsync(text, cancellation);
                return new SubmitAnswer([.. read.Taken.Select(Submitted)], read.Ignored, read.Unreadable);
            }

            await EnsureTakenAsync(body.File!, user, files, cancellation);
            return new SubmitAnswer([Submitted(await intake.TakeFileAsync(body.File!, cancellation))], [], []);
        }
        catch (UnreadableEventException refusal)
        {
            throw EventUnreadable.Because(refusal.Message);
        }
        catch (FileNotFoundException refusal)
        {
            throw FileNotFound.Because(refusal.Message);
        }
    }

    private static void Check(RequestText request, SubmitRequest body)
    {
        if ((body.File is null or "") == body.Event is null)
        {
            request.Refuse("/body", "one-of", "Must have either \"file\" or \"event\".");
        }
        else if (body.File is { } file && (!Path.IsPathFullyQualified(file) || file.Contains('\0', StringComparison.Ordinal)))
        {
            request.Refuse("/body/file", "not-absolute", "Must be an absolute path on the server's machine.");
        }
    }

    /// <summary>Refuses a file that is not taken in, unless it is not there. Whoever may not have it does not learn whether it is there.</summary>
    private static async Task EnsureTakenAsync(string file, ClaimsPrincipal user, HandedInFiles files, CancellationToken cancellation)
    {
        if (!user.IsInRole(Visitor.OwnerRole) && !files.IsAllowed(file))
        {
            throw FileNotAllowed.Because(HandedInFiles.NotAllowed(file));
        }

        if (File.Exists(file) && !await files.IsRecordingAsync(file, cancellation))
        {
            throw NoRecording.Because($"{ShownText.Name(file)} is not a recording: name a file with video in it.");
        }
    }

    private static async Task<ListOf<TalkItem>> AdoptAsync(AdoptRequest body, TalkAdoption adoption, CancellationToken cancellation)
    {
        var title = RequestText.Read(request => ReadTitle(request, body));
        var adopted = await UsingSheetAsync(() => title is null ? adoption.AdoptAllAsync(cancellation) : adoption.AdoptAsync(title, cancellation));
        return new([.. adopted.Select(TalkItem.From)]);
    }

    private static string? ReadTitle(RequestText request, AdoptRequest body)
    {
        var title = request.Line("/body/title", body.Title, MaxTitleLength);
        if (request.Errors.Count == 0 && (title is null) == (body.All is not true))
        {
            request.Refuse("/body", "one-of", "Must have either a \"title\" or \"all\": true.");
        }

        return title;
    }

    private static Task<AssignedTalk> AssignAsync(AssignRequest body, TalkChoices choices, CancellationToken cancellation)
    {
        var (title, id) = RequestText.Read(request => (
            request.Required("/body/title", body.Title, MaxTitleLength, "Must be the title of a talk of the sheet."),
            request.Required("/body/run", body.Run, 100, "Must name the run whose recording it is.")));
        return UsingSheetAsync(() => RunId.TryParse(id, out var run) ? choices.ChooseAsync(run, title, cancellation) : throw RunProblems.NotFound(id));
    }

    private static async Task<T> UsingSheetAsync<T>(Func<Task<T>> act)
    {
        try
        {
            return await act();
        }
        catch (FaultException fault)
        {
            throw TalkProblems.SheetUnusable.Because(fault.Message);
        }
    }

    private static async Task<TalkRow> FindAsync(string id, TalkStore store, CancellationToken cancellation)
        => TalkId.TryParse(id, out var talk) && await store.FindAsync(talk, cancellation) is { } row ? row
            : throw TalkProblems.NotFound.Because($"There is no talk \"{(id.Length <= 60 ? id : id[..60] + "…")}\"; ids look like {new TalkId(0)}.");

    private static SubmittedRun Submitted(TakenIn taken) => new(taken.Run.ToString(), taken.Title, taken.Created);
}
