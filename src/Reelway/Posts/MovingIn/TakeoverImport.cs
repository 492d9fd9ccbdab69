using System.Text.Json;
using Reelway.Frame.Cli;

namespace Reelway.Posts.MovingIn;

/// <summary><c>posts import --eventbridge-schedules GROUP</c>: asks for page after page to be taken over, and reports each schedule.</summary>
internal static class TakeoverImport
{
    public static async Task<int> RunAsync(CliCall call, string group, string? aws, bool dry)
    {
        var report = new List<TakenSchedule>();
        string? after = null;
        do
        {
            var page = (await call.AskAsync(TakeoversApi.TakeOver, new TakeoverRequest(group, aws, after, dry))).Deserialize(PostsJson.Default.TakenSchedules)!;
            report.AddRange(page.Schedules);
            after = page.Next;
        }
        while (after is not null);

        var bad = report.Count(one => TakenSchedule.IsBad(one.Outcome));
        call.Show(JsonSerializer.SerializeToElement(new TakenSchedules(report, Next: null), PostsJson.Default.TakenSchedules), text =>
        {
            text.Table(
                ["schedule", "fires there", "outcome", "post", "what"],
                report.Select(one => new[] { one.Name, one.At is { } at ? PostTimes.Write(new DateTimeOffset(at)) : null, one.Outcome, one.Post, one.Sentence }));
            text.Line($"{report.Count} schedules, {report.Count(one => one.Outcome == (dry ? TakenSchedule.Good : TakenSchedule.Taken))} {(dry ? "would be taken over" : "taken over")}, {bad} to look after.");
        });
        return bad == 0 ? ExitCode.Ok : ExitCode.Failed;
    }
}
