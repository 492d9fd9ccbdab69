using RabbitMQ.Client;
using Reelway.Contracts.Servers;
using Reelway.Frame.Cli;
using Reelway.Tests.Hosting.Cli;

namespace Reelway.Tests.Hosting.Server;

/// <summary>The program on a PostgreSQL that others use as well.</summary>
public sealed class SharedDatabaseTests(SharedServers servers)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_command_makes_the_tables_and_answers()
    {
        await using var space = await CreateAsync();
        using var cli = Configured(space.Url);

        var list = await cli.RunAsync("run", "list", "--json");
        var doctor = await cli.RunAsync("doctor", "--json");

        Assert.Equal((ExitCode.Ok, ""), (list.ExitCode, list.Error));
        Assert.Contains("schema up to date", doctor.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(space.Password, doctor.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_at_once_make_the_tables_once()
    {
        await using var space = await CreateAsync();
        using var one = Configured(space.Url);
        using var other = Configured(space.Url);

        var answers = await Task.WhenAll(one.RunAsync("run", "list"), other.RunAsync("run", "list"));

        Assert.All(answers, answer => Assert.Equal((ExitCode.Ok, ""), (answer.ExitCode, answer.Error)));
    }

    [Fact]
    public async Task The_password_is_shown_nowhere()
    {
        using var cli = Configured("postgresql://reelway:pw%21x@127.0.0.1:1/reelway");
        cli.Variables["REELWAY__DOORBELL__URL"] = "amqp://reelway:mq%21x@127.0.0.1:1/reelway";

        var shown = await cli.RunAsync("config", "show", "--json");
        var failed = await cli.RunAsync("run", "list", "--verbose");

        Assert.DoesNotContain("pw%21x", shown.Out + failed.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("mq%21x", shown.Out + failed.Error, StringComparison.Ordinal);
        Assert.Contains("amqp://reelway:********@127.0.0.1:1/reelway", shown.Out, StringComparison.Ordinal);
        Assert.Contains("postgresql://reelway:********@127.0.0.1:1/reelway", shown.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_a_missing_database_and_a_dead_server_are_told_apart()
    {
        await using var space = await CreateAsync();
        using var wrongPassword = Configured(space.Url.Replace(space.Password, "wrong-password", StringComparison.Ordinal));
        using var noDatabase = Configured(space.Url.Replace("/" + space.Name, "/nowhere", StringComparison.Ordinal));
        using var noServer = Configured($"postgresql://reelway@127.0.0.1:{FreePort.Next()}/reelway");

        var answers = await Task.WhenAll(wrongPassword.RunAsync("run", "list"), noDatabase.RunAsync("serve"), noServer.RunAsync("worker"));

        Assert.Equal([ExitCode.Unusable, ExitCode.Unusable, ExitCode.Connection], answers.Select(answer => answer.ExitCode));
        Assert.Contains("refuses the user or password", answers[0].Error, StringComparison.Ordinal);
        Assert.Contains("doesn't exist. Create it", answers[1].Error, StringComparison.Ordinal);
        Assert.Contains("can't be reached", answers[2].Error, StringComparison.Ordinal);
        Assert.All(answers, answer => Assert.Single(answer.Error.TrimEnd().Split('\n')));
    }

    [Fact]
    public async Task A_database_that_is_newer_than_the_program_is_refused_and_left_alone()
    {
        await using var space = await CreateAsync();
        using var cli = Configured(space.Url);
        Assert.Equal(ExitCode.Ok, (await cli.RunAsync("run", "list")).ExitCode);
        await using (var connection = new Npgsql.NpgsqlConnection(space.ConnectionString))
        {
            await connection.OpenAsync(Cancellation);
            await using var command = new Npgsql.NpgsqlCommand(
                "INSERT INTO schema_migration(owner, number, name, checksum, applied_ms) VALUES('engine', 900, '0900_later', 'x', 0)", connection);
            await command.ExecuteNonQueryAsync(Cancellation);
        }

        var list = await cli.RunAsync("run", "list");
        var doctor = await cli.RunAsync("doctor", "--json");

        Assert.Equal(ExitCode.Unusable, list.ExitCode);
        Assert.Contains("The database is newer than this program: engine is at migration 900", list.Error, StringComparison.Ordinal);
        Assert.Contains("newer than this program", doctor.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notifications_of_the_database_carry_rings_and_a_broker_does_when_one_is_set()
    {
        await using var space = await CreateAsync();
        await using var broker = await (await servers.RabbitMqAsync(Cancellation)).CreateSpaceAsync(Cancellation);
        using var alone = Configured(space.Url);
        using var brokered = Configured(space.Url);
        brokered.Variables["REELWAY__DOORBELL__URL"] = broker.Url;
        using var unreachable = Configured(space.Url);
        unreachable.Variables["REELWAY__DOORBELL__URL"] = $"amqp://kim:not-to-be-shown@127.0.0.1:{FreePort.Next()}/";

        var answers = await Task.WhenAll(alone.RunAsync("doctor", "--json"), brokered.RunAsync("doctor", "--json"), unreachable.RunAsync("doctor", "--json"));

        var found = answers.Select(answer => answer.Json.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("name").GetString() == "doorbell")).ToList();
        Assert.Equal(["ok", "ok", "warn"], found.Select(check => check.GetProperty("state").GetString()));
        Assert.StartsWith($"notifications of PostgreSQL, {space.Name} at 127.0.0.1:", found[0].GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.StartsWith("RabbitMQ at 127.0.0.1:", found[1].GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("not-to-be-shown", answers[2].Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Parked_messages_of_the_broker_are_told()
    {
        await using var space = await CreateAsync();
        await using var broker = await (await servers.RabbitMqAsync(Cancellation)).CreateSpaceAsync(Cancellation);
        using var cli = Configured(space.Url);
        cli.Variables["REELWAY__DOORBELL__URL"] = broker.Url;
        await using (var connection = await new ConnectionFactory { Uri = new Uri(broker.Url) }.CreateConnectionAsync(Cancellation))
        await using (var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true), Cancellation))
        {
            // As a worker would have declared it, which nothing here is.
            await channel.QueueDeclareAsync("engine.parked", durable: true, exclusive: false, autoDelete: false, cancellationToken: Cancellation);
            await channel.BasicPublishAsync("", "engine.parked", mandatory: true, "nonsense"u8.ToArray(), Cancellation);
        }

        var doctor = await cli.RunAsync("doctor", "--json");

        var found = doctor.Json.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("name").GetString() == "doorbell");
        Assert.Equal("warn", found.GetProperty("state").GetString());
        Assert.EndsWith("parked in engine.parked: 1.", found.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_needs_a_database_that_can_be_shared()
    {
        using var cli = new CliRun();

        var answer = await cli.RunAsync("worker", "--queues", "media");

        Assert.Equal(ExitCode.Unusable, answer.ExitCode);
        Assert.Contains("set storage.url to postgresql://", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_says_what_it_serves_is_listed_and_leaves()
    {
        await using var space = await CreateAsync();
        using var cli = Configured(space.Url);
        await using var worker = await RunningCommand.StartAsync(cli, "worker", "--queues", "media, default,media", "--name", "cutter", "--json");
        var said = worker.FirstAnswer;

        var during = await cli.RunAsync("worker", "list", "--json");
        var exitCode = await worker.StopAsync();
        var after = await cli.RunAsync("worker", "list", "--json");

        var listed = Assert.Single(during.Json.GetProperty("items").EnumerateArray());
        Assert.Equal("cutter", listed.GetProperty("name").GetString());
        Assert.Equal(["media", "default"], listed.GetProperty("queues").EnumerateArray().Select(queue => queue.GetString()));
        Assert.Equal(said.GetProperty("id").GetString(), listed.GetProperty("id").GetString());
        Assert.Equal(ExitCode.Interrupted, exitCode);
        Assert.Empty(after.Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task A_server_and_a_worker_share_a_data_directory()
    {
        await using var space = await CreateAsync();
        using var cli = Configured(space.Url);
        await using var server = await RunningCommand.StartAsync(cli, "serve", "--urls", "http://127.0.0.1:0", "--json");
        await using var worker = await RunningCommand.StartAsync(cli, "worker", "--name", "second", "--json");

        var listed = await cli.RunAsync("worker", "list", "--json");
        var again = await cli.RunAsync("serve", "--urls", "http://127.0.0.1:0");

        Assert.Equal((2, ""), (listed.Json.GetProperty("items").GetArrayLength(), listed.Error));
        Assert.Equal(ExitCode.Conflict, again.ExitCode);
        Assert.Equal(ExitCode.Interrupted, await worker.StopAsync());
        Assert.Equal(ExitCode.Ok, (await cli.RunAsync("run", "list")).ExitCode);
    }

    private static CliRun Configured(string url) => new() { Variables = { ["REELWAY__STORAGE__URL"] = url } };

    private async Task<PostgresDatabase> CreateAsync() => await (await servers.PostgresAsync(Cancellation)).CreateDatabaseAsync(Cancellation);
}
