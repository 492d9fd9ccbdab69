using Reelway.Configuration;

namespace Reelway.Notifications;

/// <summary>Settings of what the product tells people and systems; each is <c>notifications.</c> and the property's name in lower snake case.</summary>
internal sealed class NotificationsOptions
{
    [Setting("False to send no mail; runs then say so where they would have sent one.")]
    [Live]
    public bool Enabled { get; set; } = true;

    [Setting("Connection that mails are sent by.")]
    [Live]
    public string MailConnection { get; set; } = "smtp";

    [Setting("Who is in the groups that mails about events go to.")]
    [Live]
    public MailRecipients Recipients { get; set; } = new();

    [Setting("Which events are mailed to which group.")]
    [Live]
    public IReadOnlyList<MailRule> Mails { get; set; } = [];

    [Setting("A YAML file with texts of one's own: templates: NAME: {subject, text, html}.")]
    [Live]
    [LocalPath]
    public string? TemplatesPath { get; set; }

    [Setting("Events that are put on a bus of EventBridge.")]
    [Live]
    public EventBridgeOptions Eventbridge { get; set; } = new();
}
