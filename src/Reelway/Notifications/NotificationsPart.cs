using Reelway.Frame;
using Reelway.Frame.Configuration;
using Reelway.Frame.Doctor;
using Reelway.Frame.Server;
using Reelway.Sandbox;

namespace Reelway.Notifications;

/// <summary>Notifications: who is informed of events, besides webhooks.</summary>
internal sealed class NotificationsPart : Part
{
    public override void Settings(SettingsCatalog settings)
        => settings.Section<NotificationsOptions>("notifications").Moved("talks", "notifications", "mail_connection");

    public override void Services(IServiceCollection services, AppFoundation foundation) => services.AddNotifications();

    public override IEnumerable<Finding> ChecksHere(Settings settings) => NotificationChecks.Look(settings);

    public override string SandboxSample(SandboxOptions accounts) => """
        # notifications:
        #   mail_connection: mailgun   # instead of smtp

        """;
}
