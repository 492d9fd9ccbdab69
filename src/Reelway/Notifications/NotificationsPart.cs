using Reelway.Frame;
using Reelway.Frame.Configuration;
using Reelway.Sandbox;

namespace Reelway.Notifications;

/// <summary>Notifications: who is informed of events, besides webhooks.</summary>
internal sealed class NotificationsPart : Part
{
    public override void Settings(SettingsCatalog settings)
        => settings.Section<NotificationsOptions>("notifications").Moved("talks", "notifications", "mail_connection");

    public override string SandboxSample(SandboxOptions accounts) => """
        # notifications:
        #   mail_connection: mailgun   # instead of smtp

        """;
}
