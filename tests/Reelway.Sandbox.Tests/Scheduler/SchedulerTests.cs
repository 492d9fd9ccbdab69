using System.Text.Json;
using Reelway.Sandbox.Scheduler;
using Reelway.Sandbox.Tests.Aws;

namespace Reelway.Sandbox.Tests.Scheduler;

public sealed class SchedulerTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private SandboxHttp _http = null!;

    public async ValueTask InitializeAsync()
    {
        _http = await SandboxHttp.StartAsync(new SandboxOptions { Time = _time });
        _http.Server.Scheduler.Settings = new SchedulerSettings { WindowPart = 1 };
    }

    public ValueTask DisposeAsync() => _http.DisposeAsync();

    internal static string Body(string expression, string more = "", string input = "{}") =>
        $$"""{"ScheduleExpression":"{{expression}}","FlexibleTimeWindow":{"Mode":"OFF"},"Target":{"Arn":"arn:aws:lambda:eu-west-1:1:function:f","RoleArn":"arn:aws:iam::1:role/r","Input":{{JsonSerializer.Serialize(input)}}}{{more}}}""";

    [Fact]
    public async Task A_schedule_is_shown_as_it_was_made_and_an_update_puts_what_it_leaves_out_back_to_its_default()
    {
        var (status, made, _) = await CallAsync(HttpMethod.Post, "a", body: Body("at(2030-01-01T09:00:00)", ",\"ScheduleExpressionTimezone\":\"Europe/Prague\",\"Description\":\"first\"", """{"message":"Owls"}"""));
        var first = (await CallAsync(HttpMethod.Get, "a")).Json;
        await CallAsync(HttpMethod.Put, "a", body: Body("at(2030-01-01T09:00:00)", ",\"State\":\"DISABLED\""));
        var second = (await CallAsync(HttpMethod.Get, "a", "groupName=default")).Json;

        Assert.Equal((200, "arn:aws:scheduler:eu-west-1:111122223333:schedule/default/a"), (status, made.GetProperty("ScheduleArn").GetString()));
        Assert.Equal(("Europe/Prague", "first", "ENABLED"), (Text(first, "ScheduleExpressionTimezone"), Text(first, "Description"), Text(first, "State")));
        Assert.Equal("""{"message":"Owls"}""", Text(first.GetProperty("Target"), "Input"));
        Assert.Equal(("UTC", "DISABLED", "NONE"), (Text(second, "ScheduleExpressionTimezone"), Text(second, "State"), Text(second, "ActionAfterCompletion")));
        Assert.False(second.TryGetProperty("Description", out _));
    }

    [Fact]
    public async Task A_one_time_schedule_fires_once_within_its_window_and_stays_listed_and_enabled_unless_it_is_to_be_deleted()
    {
        var at = _time.GetUtcNow().AddMinutes(10);
        _http.Server.Scheduler.Create("default", "stays", at, "{\"n\":1}", windowMinutes: 8);
        await CallAsync(HttpMethod.Post, "goes", body: Body($"at({at.UtcDateTime:yyyy-MM-ddTHH:mm:ss})", ",\"ActionAfterCompletion\":\"DELETE\""));
        await CallAsync(HttpMethod.Post, "off", body: Body($"at({at.UtcDateTime:yyyy-MM-ddTHH:mm:ss})", ",\"State\":\"DISABLED\""));
        _time.Advance(TimeSpan.FromMinutes(12));
        var within = _http.Server.Scheduler.Fired;

        _time.Advance(TimeSpan.FromMinutes(10));
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal("goes", Assert.Single(within).Name);
        Assert.Equal(["goes", "stays"], _http.Server.Scheduler.Fired.Select(fired => fired.Name));
        Assert.Equal([("off", "DISABLED", false), ("stays", "ENABLED", true)], _http.Server.Scheduler.Schedules.Select(one => (one.Name, one.State, one.FiredAt is not null)));
    }

    [Fact]
    public async Task Schedules_are_listed_by_pages_group_and_state()
    {
        var caller = new AwsCaller(_http, "scheduler") { Now = _time.GetUtcNow() };
        Assert.Equal(200, (await caller.RestAsync(HttpMethod.Post, "/scheduler/schedule-groups/posts", body: "{}")).Status);
        foreach (var name in new[] { "a", "b", "c" })
        {
            _http.Server.Scheduler.Create("posts", name, _time.GetUtcNow().AddDays(1), "{}");
        }

        _http.Server.Scheduler.Create("default", "other", _time.GetUtcNow().AddDays(1), "{}");
        var first = (await CallAsync(HttpMethod.Get, "", "MaxResults=2&ScheduleGroup=posts")).Json;
        var token = Uri.EscapeDataString(Text(first, "NextToken")!);
        var second = (await CallAsync(HttpMethod.Get, "", $"MaxResults=2&NextToken={token}&ScheduleGroup=posts")).Json;

        Assert.Equal(["a", "b"], Names(first));
        Assert.Equal(["c"], Names(second));
        Assert.False(second.TryGetProperty("NextToken", out _));
        // Neither their time nor their input.
        Assert.False(first.GetProperty("Schedules")[0].TryGetProperty("ScheduleExpression", out _));
        Assert.Empty(Names((await CallAsync(HttpMethod.Get, "", "State=DISABLED")).Json));
        Assert.Equal((404, "ResourceNotFoundException"), (await CallAsync(HttpMethod.Get, "", "ScheduleGroup=none")) is var none ? (none.Status, none.Error) : default);
    }

    [Theory]
    [InlineData("at(2030-13-01T00:00:00)", "")]
    [InlineData("at(2030-01-01T00:00:00Z)", "")]
    [InlineData("tomorrow", "")]
    [InlineData("at(2030-01-01T00:00:00)", ",\"State\":\"OFF\"")]
    [InlineData("at(2030-01-01T00:00:00)", ",\"ScheduleExpressionTimezone\":\"Nowhere/Town\"")]
    [InlineData("at(2030-01-01T00:00:00)", ",\"Arn\":\"a\"")]
    public async Task What_is_no_schedule_is_refused(string expression, string more)
        => Assert.Equal((400, "ValidationException"), await CallAsync(HttpMethod.Post, "a", body: Body(expression, more)) is var answer ? (answer.Status, answer.Error) : default);

    [Fact]
    public async Task A_name_is_taken_once_and_one_that_is_gone_is_not_found()
    {
        await CallAsync(HttpMethod.Post, "a", body: Body("rate(5 minutes)"));

        Assert.Equal(409, (await CallAsync(HttpMethod.Post, "a", body: Body("rate(5 minutes)"))).Status);
        Assert.Equal(200, (await CallAsync(HttpMethod.Delete, "a", "groupName=default")).Status);
        Assert.Equal((404, "ResourceNotFoundException"), await CallAsync(HttpMethod.Put, "a", body: Body("rate(5 minutes)")) is var gone ? (gone.Status, gone.Error) : default);
        Assert.Equal(400, (await CallAsync(HttpMethod.Post, "a", body: Body("rate(5 minutes)").Replace("OFF", "FLEXIBLE", StringComparison.Ordinal))).Status);
    }

    private static IEnumerable<string?> Names(JsonElement page) => page.GetProperty("Schedules").EnumerateArray().Select(one => Text(one, "Name"));

    private static string? Text(JsonElement from, string member) => from.GetProperty(member).GetString();

    private Task<(int Status, JsonElement Json, string? Error)> CallAsync(HttpMethod method, string name, string query = "", string body = "")
        => new AwsCaller(_http, "scheduler") { Now = _time.GetUtcNow() }.RestAsync(method, name.Length == 0 ? "/scheduler/schedules" : $"/scheduler/schedules/{name}", query, body);
}
