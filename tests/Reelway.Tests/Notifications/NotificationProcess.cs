using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Reelway.Connections;
using Reelway.Connectors;
using Reelway.Connectors.Aws;
using Reelway.Connectors.Smtp;
using Reelway.Contracts.Time;
using Reelway.Engine;
using Reelway.Notifications;
using Reelway.Runs;
using Reelway.Sandbox;
using Reelway.Storage;
using Reelway.Tests.Events;

namespace Reelway.Tests.Notifications;

/// <summary>A process that brings events to buses and mailboxes of the sandbox.</summary>
internal static class NotificationProcess
{
    public static async Task<EventProcess> StartAsync(
        IDatabase database, ManualClock clock, SandboxServer sandbox, NotificationsOptions options, Uri? bus = null, string? secret = null)
    {
        var account = new SandboxOptions().Aws;
        var aws = new AwsOptions
        {
            Region = account.Region,
            AccessKey = account.AccessKey,
            SecretKey = secret ?? account.SecretKey,
            EventsUrl = bus ?? new Uri(sandbox.HttpUrl, "/eventbridge/"),
        };
        var smtp = new SmtpOptions { Host = "127.0.0.1", Port = sandbox.SmtpPort, Security = SmtpSecurity.None, From = "Reelway <reelway@example.test>" };
        return await EventProcess.StartAsync(database, clock, [], works: true, services => services
            .AddSingleton(options)
            .AddSingleton(new ConnectorHttp(clock, NullLoggerFactory.Instance))
            .AddSingleton(provider => new ConnectionPool(
                [new("aws", "aws", aws), new("smtp", "smtp", smtp)], provider.GetRequiredService<ConnectorHttp>(), NullLoggerFactory.Instance, clock))
            .AddSingleton<IFaultClassifier, FaultClassifier>()
            .AddSingleton<IRunWitness, RunAnnouncements>()
            // Short, so that what a dead process held is soon taken over.
            .AddSingleton(new EngineOptions { Lease = TimeSpan.FromSeconds(4), SelfStop = TimeSpan.FromSeconds(3), Heartbeat = TimeSpan.FromSeconds(1), Sweep = TimeSpan.FromSeconds(1) })
            .AddNotifications());
    }
}
