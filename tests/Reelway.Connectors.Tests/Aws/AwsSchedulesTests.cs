using System.Text.Json.Nodes;
using Reelway.Connectors.Aws;
using Reelway.Sandbox.Faults;
using Reelway.Sandbox.SecretsManager;

namespace Reelway.Connectors.Tests.Aws;

/// <summary>Schedules and secrets against the stand-ins.</summary>
public sealed class AwsSchedulesTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Later = new(2030, 7, 1, 9, 0, 0, TimeSpan.Zero);

    private readonly AwsSandboxFixture _world = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private AwsSchedules Schedules => AwsSchedules.Create(_world.Options(), _world.Http);

    private AwsSecrets Secrets => AwsSecrets.Create(_world.Options(), _world.Http);

    public ValueTask InitializeAsync() => _world.InitializeAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Schedules_of_a_group_are_listed_page_by_page()
    {
        foreach (var name in new[] { "a", "b.1", "c_2" })
        {
            _world.Sandbox.Scheduler.Create("default", name, Later, "{}");
        }

        var first = await Schedules.ListAsync("default", null, 2, Cancellation);
        var second = await Schedules.ListAsync("default", first.Next, 2, Cancellation);

        Assert.Equal(["a", "b.1", "c_2"], first.Names.Concat(second.Names));
        Assert.Null(second.Next);
    }

    [Fact]
    public async Task A_group_that_is_not_there_is_named() => Assert.Equal(
        "AWS: could not list the schedules of group owls & co: Schedule group owls & co does not exist [ResourceNotFoundException]; check its name, the region and the account",
        (await Assert.ThrowsAsync<ConnectorException>(() => Schedules.ListAsync("owls & co", null, 2, Cancellation))).Message);

    [Fact]
    public async Task A_schedule_is_switched_off_and_nothing_else_of_it_changes_but_its_description()
    {
        _world.Sandbox.Scheduler.Create("default", "a", Later, """{"message":"Owls"}""", windowMinutes: 8);
        var before = (await Schedules.FindAsync("default", "a", Cancellation))!;

        await Schedules.DisableAsync(before, "Taken over.", Cancellation);
        var after = (await Schedules.FindAsync("default", "a", Cancellation))!;

        Assert.Equal((true, Later, TimeSpan.FromMinutes(8), """{"message":"Owls"}"""), (before.IsEnabled, before.At, before.Window, before.Input));
        Assert.Equal((false, "Taken over."), (after.IsEnabled, after.Description));
        Assert.True(JsonNode.DeepEquals(Without(before.Whole, "State", "Description", "LastModificationDate"), Without(after.Whole, "State", "Description", "LastModificationDate")));
        Assert.Null(await Schedules.FindAsync("default", "none", Cancellation));
    }

    [Theory]
    [InlineData("at(2030-07-01T09:00:00)", "Europe/Prague", "2030-07-01T07:00:00")]
    [InlineData("at(2030-01-01T09:00:00)", null, "2030-01-01T09:00:00")]
    [InlineData("at(2030-03-31T02:30:00)", "Europe/Prague", "2030-03-31T01:30:00")]
    [InlineData("at(2030-10-27T02:30:00)", "Europe/Prague", "2030-10-27T00:30:00")]
    [InlineData("at(2030-02-30T09:00:00)", null, null)]
    [InlineData("at(2030-01-01T09:00:00)", "Nowhere/Town", null)]
    [InlineData("rate(5 minutes)", null, null)]
    public void The_time_of_a_schedule_is_read_on_the_clock_of_its_zone(string expression, string? zone, string? expected)
    {
        var read = AwsSchedule.Of(new JsonObject { ["Name"] = "a", ["State"] = "ENABLED", ["ScheduleExpression"] = expression, ["ScheduleExpressionTimezone"] = zone });

        Assert.Equal(expected, read!.At?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task An_answer_in_the_services_own_words_becomes_a_fault_of_its_kind()
    {
        _world.Sandbox.Faults.Add(new SandboxFault("scheduler", FaultEffect.RateLimit, Times: 20));
        var limited = await Assert.ThrowsAsync<ConnectorException>(() => Schedules.ListAsync("default", null, 2, Cancellation));

        Assert.Equal((CallFault.RateLimited, "ThrottlingException"), (limited.Kind, limited.RemoteCode));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_secret_is_read_as_text_or_bytes(bool isBinary)
    {
        _world.Sandbox.Secrets.Settings = new SecretsManagerSettings { IsBinary = isBinary };
        _world.Sandbox.Secrets.Put("posts/x", "kéy");

        Assert.Equal("kéy", await Secrets.ReadAsync("posts/x", Cancellation));
        Assert.DoesNotContain("kéy", _world.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_is_not_there_is_named()
        => Assert.StartsWith("AWS: could not read secret other: Secrets Manager can't find the specified secret", (await Assert.ThrowsAsync<ConnectorException>(() => Secrets.ReadAsync("other", Cancellation))).Message, StringComparison.Ordinal);

    private static JsonObject Without(JsonObject from, params string[] members)
    {
        var rest = (JsonObject)from.DeepClone();
        foreach (var member in members)
        {
            rest.Remove(member);
        }

        return rest;
    }
}
