using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Reelway.Hosting.Server;

namespace Reelway.Tests.Hosting;

public sealed class WorkersTests
{
    [Fact]
    public async Task Workers_begin_when_the_server_listens_and_end_before_it_stops()
    {
        var diary = new List<string>();
        WebApplication? built = null;
        await using var app = built = Build(workers => workers.AddSingleton<IHostedService>(_ => new Worker(() => built!.Urls.First(), diary)));
        app.MapGet("/", () => "here");

        await app.StartAsync(TestContext.Current.CancellationToken);
        await app.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["begin: here", "end: here"], diary);
    }

    [Fact]
    public async Task A_port_that_is_taken_lets_no_worker_begin()
    {
        var diary = new List<string>();
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        await using var app = Build(workers => workers.AddSingleton<IHostedService>(_ => new Worker(() => "http://127.0.0.1:1", diary)));
        app.Urls.Clear();
        app.Urls.Add($"http://{taken.LocalEndpoint}");

        await Assert.ThrowsAsync<IOException>(() => app.StartAsync(TestContext.Current.CancellationToken));

        Assert.Empty(diary);
    }

    [Fact]
    public async Task A_worker_that_fails_ends_the_server()
    {
        await using var app = Build(workers => workers.AddHostedService<FailingWorker>());
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var stopping = app.Lifetime.ApplicationStopping.Register(() => ended.SetResult());

        await app.StartAsync(TestContext.Current.CancellationToken);

        await ended.Task.WaitAsync(TestContext.Current.CancellationToken);
        await app.StopAsync(TestContext.Current.CancellationToken);
    }

    private static WebApplication Build(Action<IServiceCollection> register)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddHostedService<Workers>();
        Workers.Add(builder.Services, register);
        return builder.Build();
    }

    /// <summary>Asks the server at its beginning and at its end whether it is there.</summary>
    private sealed class Worker(Func<string> url, List<string> diary) : IHostedService
    {
        public async Task StartAsync(CancellationToken cancellationToken) => diary.Add($"begin: {await AskAsync(cancellationToken)}");

        public async Task StopAsync(CancellationToken cancellationToken) => diary.Add($"end: {await AskAsync(cancellationToken)}");

        private async Task<string> AskAsync(CancellationToken cancellation)
        {
            using var client = new HttpClient(new SocketsHttpHandler());
            return await client.GetStringAsync(new Uri(url()), cancellation);
        }
    }

    private sealed class FailingWorker : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Task.Yield();
            throw new InvalidOperationException("Broken.");
        }
    }
}
