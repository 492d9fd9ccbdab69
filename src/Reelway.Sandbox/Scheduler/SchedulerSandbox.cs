using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Reelway.Sandbox.Aws;
using Reelway.Sandbox.Control;

namespace Reelway.Sandbox.Scheduler;

/// <summary>Stand-in for Amazon EventBridge Scheduler, at <c>/scheduler</c>: REST with JSON, signed requests. One-time schedules fire, into its state and nowhere else.</summary>
public sealed class SchedulerSandbox : AwsResident<SchedulerSettings>
{
    private readonly ScheduleBook _book;

    internal SchedulerSandbox(SandboxGround ground, AwsRequests requests)
        : base("scheduler", requests, new AwsThrottle("ThrottlingException", 429)) => _book = new ScheduleBook(requests.Account, () => Settings, ground.Time, Kept);

    /// <summary>What is listed, by group and name.</summary>
    public IReadOnlyList<SandboxSchedule> Schedules => _book.All();

    /// <summary>What has fired, oldest first.</summary>
    public IReadOnlyList<FiredSchedule> Fired => _book.Fired();

    internal override long LargestBodyBytes => 2 * 1024 * 1024;

    internal override object State => new { Schedules, Fired };

    private protected override AwsRefusals Refusals => AwsRefusals.Json;

    /// <summary>Makes a group; <c>default</c> is there.</summary>
    public void CreateGroup(string name) => _book.AddGroup(name);

    /// <summary>Makes a one-time schedule, as anybody in the account may.</summary>
    /// <param name="input">What its target gets, JSON.</param>
    public SandboxSchedule Create(string group, string name, DateTimeOffset at, string input, int windowMinutes = 0) => _book.Create(name, new JsonObject
    {
        ["GroupName"] = group,
        ["ScheduleExpression"] = $"at({at.UtcDateTime:yyyy-MM-ddTHH:mm:ss})",
        ["FlexibleTimeWindow"] = windowMinutes == 0 ? new JsonObject { ["Mode"] = "OFF" } : new JsonObject { ["Mode"] = "FLEXIBLE", ["MaximumWindowInMinutes"] = windowMinutes },
        ["Target"] = new JsonObject { ["Arn"] = "arn:aws:lambda:eu-west-1:111122223333:function:send", ["RoleArn"] = "arn:aws:iam::111122223333:role/scheduler", ["Input"] = input },
    });

    internal override void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/schedule-groups/{name}", context => RunAsync(context, (name, _, _) => _book.CreateGroup(name)));
        routes.MapGet("/schedules", context => RunAsync(context, (_, query, _) => _book.List(query)));
        routes.MapPost("/schedules/{name}", context => RunAsync(context, (name, _, body) => new JsonObject { ["ScheduleArn"] = _book.Create(name, body).Arn }));
        routes.MapPut("/schedules/{name}", context => RunAsync(context, (name, _, body) => new JsonObject { ["ScheduleArn"] = _book.Update(name, body).Arn }));
        routes.MapGet("/schedules/{name}", context => RunAsync(context, (name, query, _) => _book.Show(name, query["groupName"])));
        routes.MapDelete("/schedules/{name}", context => RunAsync(context, (name, query, _) => _book.Delete(name, query["groupName"])));
    }

    internal override SampleConnection Connection(Uri sandbox) => Connection($"scheduler_url: {sandbox}scheduler/");

    internal override IReadOnlyList<StateTable> Tables() =>
    [
        new("Schedules", ["Group", "Name", "Expression", "State", "Fired", "Input"], [.. Schedules.Select(one => new StateRow(
            one.Group, one.Name, one.Expression, one.State, one.FiredAt?.ToString("u") ?? "", StateCell.Long(one.Input)))]),
    ];

    internal override void Reset()
    {
        _book.Reset();
        base.Reset();
    }

    /// <summary>Reads the body for the endpoint to come; the operation is what faults can ask for.</summary>
    internal override async ValueTask<RequestContent> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        context.Features.Set(new Body(body.ToArray()));
        return RequestContent.Of(OperationOf(context.Request));
    }

    private protected override Task WriteAsync(HttpContext context, AwsException refusal)
    {
        context.Response.Headers["x-amzn-ErrorType"] = $"{refusal.Code}:http://internal.amazon.com/coral/com.amazonaws.scheduler/";
        return WriteAsync(context, refusal.Status, new JsonObject { ["Message"] = refusal.Message });
    }

    private async Task RunAsync(HttpContext context, Func<string, IQueryCollection, JsonObject, JsonObject> run)
    {
        try
        {
            var body = context.Features.GetRequiredFeature<Body>().Bytes;
            Requested.Check(context.Request, Refusals, "scheduler", SigningKey.Hash(body));
            await WriteAsync(context, 200, run((string?)context.Request.RouteValues["name"] ?? "", context.Request.Query, Parse(body)));
        }
        catch (AwsException refusal)
        {
            await WriteAsync(context, refusal);
        }
        catch (Exception problem) when (problem is InvalidOperationException or FormatException)
        {
            // A member of another kind than the operation takes.
            await WriteAsync(context, new AwsException("ValidationException", $"A member has the wrong type: {problem.Message}"));
        }
    }

    private static async Task WriteAsync(HttpContext context, int status, JsonObject body)
    {
        context.Response.Headers["x-amzn-RequestId"] = Guid.NewGuid().ToString();
        await context.AnswerAsync(status, "application/json", body.ToJsonString());
    }

    private static JsonObject Parse(byte[] body)
    {
        try
        {
            return body.Length == 0 ? [] : JsonNode.Parse(body) as JsonObject ?? throw new AwsException("ValidationException", "The body must be a JSON object.");
        }
        catch (JsonException problem)
        {
            throw new AwsException("ValidationException", problem.Message);
        }
    }

    private static string OperationOf(HttpRequest request)
    {
        var path = request.Path.Value ?? "";
        var noun = path.Contains("/schedule-groups/", StringComparison.Ordinal) ? "ScheduleGroup" : "Schedule";
        return request.Method switch
        {
            "POST" => $"Create{noun}",
            "PUT" => $"Update{noun}",
            "DELETE" => $"Delete{noun}",
            _ => path.EndsWith("/schedules", StringComparison.Ordinal) ? "ListSchedules" : $"Get{noun}",
        };
    }

    private sealed record Body(byte[] Bytes);
}
