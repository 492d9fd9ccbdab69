using Reelway.Frame;
using Reelway.Frame.Configuration;
using Reelway.Frame.Doctor;
using Reelway.Frame.Schedules;
using Reelway.Frame.Server;
using Reelway.Sandbox;
using Reelway.Storage;

namespace Reelway.Notifications;

/// <summary>Notifications: who is informed of events, besides webhooks.</summary>
internal sealed class NotificationsPart : Part
{
    public override void Settings(SettingsCatalog settings)
        => settings.Section<NotificationsOptions>("notifications").Moved("talks", "notifications", "mail_connection");

    public override IReadOnlyList<MigrationSet> Migrations => [MailStore.Migrations];

    public override void Schedules(ScheduleBook schedules) => schedules.Add<MailDigest>("notifications.digest", "Mail what has happened since the last mail", Every.Hours(1));

    public override void Services(IServiceCollection services, AppFoundation foundation) => services.AddNotifications();

    public override IEnumerable<Finding> ChecksHere(Settings settings) => NotificationChecks.Look(settings);

    public override Task<IEnumerable<Finding>> ChecksAsync(Settings settings, TimeProvider clock, CancellationToken cancellation)
        => NotificationChecks.TextsAsync(settings.Get<NotificationsOptions>(), cancellation);

    public override string SandboxSample(SandboxOptions accounts) => """
        # notifications:
        #   mail_connection: mailgun   # instead of smtp

        """;
}
