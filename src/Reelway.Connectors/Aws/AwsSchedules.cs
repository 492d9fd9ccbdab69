using System.Text.Json;
using System.Text.Json.Nodes;

namespace Reelway.Connectors.Aws;

/// <summary>The schedules (EventBridge Scheduler) of one AWS connection.</summary>
public sealed class AwsSchedules
{
    /// <summary>Most schedules in one list.</summary>
    public const int MostSchedules = 100;

    private const int LongestDescription = 512;

    // What GetSchedule adds to what was sent, and UpdateSchedule refuses.
    private static readonly string[] Added = ["Arn", "Name", "CreationDate", "LastModificationDate"];

    private readonly AwsJsonClient _client;

    private AwsSchedules(AwsJsonClient client) => _client = client;

    /// <summary>The schedules of a connection with these options.</summary>
    public static AwsSchedules Create(AwsOptions options, ConnectorHttp http)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(http);
        var redactor = new Redactor(options.SecretKey, options.SessionToken);
        return new AwsSchedules(new AwsJsonClient(AwsService.Scheduler, options.SchedulerUrl, options, new AwsCredentials(options, redactor), http, redactor));
    }

    /// <summary>Names of a group's schedules, a page of them. Those that have fired are among them unless they were to be deleted then.</summary>
    /// <param name="after">What the page before said comes next; null for the first.</param>
    /// <exception cref="ConnectorException">They can't be listed.</exception>
    public async Task<SchedulePage> ListAsync(string group, string? after, int most, CancellationToken cancellation)
    {
        var query = $"MaxResults={Math.Clamp(most, 1, MostSchedules)}&ScheduleGroup={Uri.EscapeDataString(group)}{(after is null ? "" : $"&NextToken={Uri.EscapeDataString(after)}")}";
        var answer = await _client.CallAsync($"list the schedules of group {group}", HttpMethod.Get, $"schedules?{query}", [], CallEffect.None, cancellation);
        var reply = _client.Read(answer, AwsJson.Default.ListSchedulesReply);
        return new SchedulePage([.. (reply.Schedules ?? []).Select(row => row.Name).OfType<string>()], string.IsNullOrEmpty(reply.NextToken) ? null : reply.NextToken);
    }

    /// <summary>A schedule; null when there is none of that name (any more).</summary>
    /// <exception cref="ConnectorException">It can't be read.</exception>
    public async Task<AwsSchedule?> FindAsync(string group, string name, CancellationToken cancellation)
    {
        try
        {
            var answer = await _client.CallAsync(
                $"read schedule {name} of group {group}", HttpMethod.Get, $"{Path(name)}?groupName={Uri.EscapeDataString(group)}", [], CallEffect.None, cancellation);
            return AwsSchedule.Of(_client.Read(answer, AwsJson.Default.JsonObject)) ?? throw _client.Faults.Malformed(answer, "the answer is no schedule");
        }
        catch (ConnectorException fault) when (fault.RemoteCode == "ResourceNotFoundException")
        {
            return null;
        }
    }

    /// <summary>Switches a schedule off, and leaves all else of it as it is but the description, which says so.</summary>
    /// <exception cref="ConnectorException">It was not switched off, or nobody knows.</exception>
    public async Task DisableAsync(AwsSchedule schedule, string note, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(note);
        // Replaces all: what is left out would go back to its default.
        var body = (JsonObject)schedule.Whole.DeepClone();
        foreach (var member in Added)
        {
            body.Remove(member);
        }

        body["State"] = "DISABLED";
        body["Description"] = Cut(schedule.Description.Length == 0 ? note : $"{note} {schedule.Description}");
        await _client.CallAsync(
            $"switch off schedule {schedule.Name} of group {schedule.Group}", HttpMethod.Put, Path(schedule.Name),
            JsonSerializer.SerializeToUtf8Bytes(body, AwsJson.Default.JsonObject), CallEffect.Repeatable, cancellation);
    }

    private static string Cut(string text) => text.Length <= LongestDescription ? text : text[..LongestDescription];

    private static string Path(string name) => $"schedules/{Uri.EscapeDataString(name)}";
}

/// <summary>A page of schedules.</summary>
/// <param name="Next">Where the next one begins; null when there is none.</param>
public sealed record SchedulePage(IReadOnlyList<string> Names, string? Next);
