using System.Net.Http.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Connections;
using Reelway.Contracts;
using Reelway.Engine;
using Reelway.Frame.Configuration;
using Reelway.Notifications;
using Reelway.Storage;
using Reelway.Storage.Migrations;
using Reelway.Storage.Sqlite;
using Reelway.Talks;

namespace Reelway.Tests.Frame.Configuration;

public sealed class SettingsSnapshotTests
{
    private static readonly string[] Before = [" smtp", " smtp"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_sees_one_configuration_although_it_changes_meanwhile_and_the_next_one_sees_the_change()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        Add(builder.Services);
        await using var app = builder.Build();
        app.MapGet("/", (string to, Sections sections) =>
        {
            var before = sections.Seen;
            sections.Change(to);
            return new[] { before, sections.Seen };
        });
        await app.StartAsync(Cancellation);
        using var client = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(app.Urls.Single()) };

        Assert.Equal(Before, await client.GetFromJsonAsync<string[]>("/?to=one", Cancellation) ?? []);
        Assert.Equal(["one one", "one one"], await client.GetFromJsonAsync<string[]>("/?to=two", Cancellation) ?? []);
    }

    [Fact]
    public async Task An_execution_of_a_flow_sees_one_configuration_although_it_changes_meanwhile_and_the_next_one_sees_the_change()
    {
        using var folder = new TemporaryFolder();
        await using var database = SqliteDatabase.Open(folder["reelway.db"]);
        await Migrator.ApplyAsync(database, [EngineRegistration.Migrations], TimeProvider.System, Cancellation);
        var registered = new ServiceCollection()
            .AddSingleton<IDatabase>(database)
            .AddSingleton(new EngineOptions())
            .AddSingleton(TimeProvider.System)
            .AddSingleton(new IdGenerator(TimeProvider.System))
            .AddSingleton<ILoggerFactory, NullLoggerFactory>()
            .AddSingleton(typeof(ILogger<>), typeof(NullLogger<>))
            .AddSingleton<IFaultClassifier, FaultClassifier>()
            .AddEngine()
            .AddEngineWorker()
            .AddFlow<ChangingFlow, string, string[]>();
        Add(registered);
        await using var services = registered.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
        await services.JoinSharedDatabaseAsync(Cancellation);
        var hosted = services.GetServices<IHostedService>().ToList();
        foreach (var service in hosted)
        {
            await service.StartAsync(Cancellation);
        }

        Assert.Equal(Before, await RunAsync(services, "one"));
        Assert.Equal(["one one", "one one"], await RunAsync(services, "two"));

        foreach (var service in Enumerable.Reverse(hosted))
        {
            await service.StopAsync(Cancellation);
        }
    }

    private static async Task<string[]> RunAsync(IServiceProvider services, string to)
    {
        var runs = services.GetRequiredService<IRuns>();
        var run = await runs.WaitAsync((await runs.StartAsync(ChangingFlow.Flow, to, to, also: null, Cancellation)).Id, Cancellation);
        Assert.True(run.Summary.State == RunState.Succeeded, run.Summary.Why);
        return [.. run.Output!.Value.EnumerateArray().Select(seen => seen.GetString()!)];
    }

    private static void Add(IServiceCollection services)
        => services.AddLiveSettings().AddSingleton(new TalksOptions()).AddSingleton(new NotificationsOptions()).AddScoped<Sections>();

    /// <summary>Two sections, which are read and changed together.</summary>
    internal sealed class Sections(Current<TalksOptions> talks, Current<NotificationsOptions> notifications, SettingsState state)
    {
        public string Seen => $"{talks.Value.DefaultPage} {notifications.Value.MailConnection}";

        public void Change(string to) => state.Replace(new Dictionary<Type, object>
        {
            [typeof(TalksOptions)] = new TalksOptions { DefaultPage = to },
            [typeof(NotificationsOptions)] = new NotificationsOptions { MailConnection = to },
        });
    }

    [Flow(Flow)]
    internal sealed class ChangingFlow(Sections sections) : IFlow<string, string[]>
    {
        public const string Flow = "tests.changing";

        public async Task<string[]> RunAsync(string input, IRun run)
        {
            var before = await run.StepAsync("before", _ => Task.FromResult(sections.Seen));
            await run.StepAsync("change", _ =>
            {
                sections.Change(input);
                return Task.FromResult(input);
            });
            return [before, await run.StepAsync("after", _ => Task.FromResult(sections.Seen))];
        }
    }
}
