using Microsoft.AspNetCore.Mvc;
using Microsoft.OpenApi;
using Reelway.Frame.Operations;
using Reelway.Frame.Web;

namespace Reelway.Schedules;

/// <summary>What can be asked of schedules.</summary>
internal static class SchedulesApi
{
    /// <summary>Where the page is.</summary>
    public const string PagePath = "/schedules";

    private const int MostTimes = 200;

    private static readonly Right Read = new("schedules:read");
    private static readonly Right Write = new("schedules:write");
    private static readonly Parameter Name = new("name", "The schedule's name, such as runs.archive.");

    public static readonly Operation<ListOf<ScheduleItem>> List = new("listSchedules", "GET /schedules", Read)
    {
        Summary = "List schedules",
        Text = "By name, with the next five times of each.",
        Example = new([ScheduleItem.Sample]),
    };

    public static readonly Operation<ScheduleItem> Get = new("getSchedule", "GET /schedules/{name}", Read)
    {
        Summary = "Show a schedule",
        Text = "With its next five times, its last run, and the last slot that was left out.",
        Parameters = [Name],
        Example = ScheduleItem.Sample,
        Problems = [ScheduleOperations.NotFound],
    };

    public static readonly Operation<NextStarts> Next = new("listNextStarts", "GET /schedules/next", Read)
    {
        Summary = "List what begins next",
        Text = "The soonest first, of all schedules or of one. What is paused or off does not begin.",
        Parameters =
        [
            new("schedule", "Only times of this schedule."),
            new("count", $"How many times, 1 to {MostTimes}. Default {ScheduleOperations.ShownTimes}.", JsonSchemaType.Integer),
        ],
        Example = new([NextStart.Sample]),
        Problems = [WebProblems.InvalidRequest, ScheduleOperations.NotFound],
    };

    public static readonly Operation<StartedSchedule> Run = new("runSchedule", "POST /schedules/{name}/run", Write)
    {
        Summary = "Start a schedule's run now",
        Text = "Beside its times, which stay as they are. Refused while its last run is open, and while it is off.",
        Parameters = [Name],
        Example = new("run_06agn9k2w4008", "Run run_06agn9k2w4008 of runs.archive is started; its times stay as they are."),
        Problems = [ScheduleOperations.NotFound, ScheduleOperations.CannotRun],
    };

    public static readonly Operation<ScheduleItem> Pause = new("pauseSchedule", "POST /schedules/{name}/pause", Write)
    {
        Summary = "Pause a schedule",
        Text = "Nothing of it begins by itself until it is resumed. A run that is open goes on.",
        Parameters = [Name],
        Example = ScheduleItem.Sample with { Next = [], Paused = new(new DateTime(2026, 3, 4, 10, 20, 0, DateTimeKind.Utc), "operator") },
        Problems = [ScheduleOperations.NotFound],
    };

    public static readonly Operation<ScheduleItem> Resume = new("resumeSchedule", "POST /schedules/{name}/resume", Write)
    {
        Summary = "Resume a paused schedule",
        Text = "It goes on with its next slot. Slots that passed during the pause are not run.",
        Parameters = [Name],
        Example = ScheduleItem.Sample,
        Problems = [ScheduleOperations.NotFound],
    };

    public static void MapSchedules(this IEndpointRouteBuilder routes)
    {
        routes.Map(List, async ([AsParameters] Paging paging, ScheduleOperations schedules, CancellationToken cancellation)
            => paging.Of("schedules").Answer(await schedules.ListAsync(cancellation)));
        routes.Map(Get, (string name, ScheduleOperations schedules, CancellationToken cancellation) => schedules.FindAsync(name, cancellation));
        routes.Map(Next, ([FromQuery] string? schedule, [FromQuery] string? count, ScheduleOperations schedules, CancellationToken cancellation)
            => schedules.NextAsync(schedule, RequestText.Read(request => request.Limit("/query/count", count, ScheduleOperations.ShownTimes, MostTimes)), cancellation));
        routes.Map(Run, (string name, HttpContext http, ScheduleOperations schedules, CancellationToken cancellation)
            => schedules.RunAsync(name, Visitor.ActorOf(http), KeyedRequest.SeedOf(http), cancellation)).Form(PagePath, "{name}/run", started => new Notice(started.Sentence, Failed: false));
        routes.Map(Pause, (string name, HttpContext http, ScheduleOperations schedules, CancellationToken cancellation)
            => schedules.PauseAsync(name, Visitor.ActorOf(http), cancellation)).Form(PagePath, "{name}/pause", item => new Notice($"Schedule {item.Name} is paused.", Failed: false));
        routes.Map(Resume, (string name, HttpContext http, ScheduleOperations schedules, CancellationToken cancellation)
            => schedules.ResumeAsync(name, Visitor.ActorOf(http), cancellation)).Form(PagePath, "{name}/resume", item => new Notice($"Schedule {item.Name} is resumed.", Failed: false));
    }
}
