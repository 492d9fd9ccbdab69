using Reelway.Frame.Configuration;

namespace Reelway.Notifications;

/// <summary>Settings of what the product tells people and systems; each is <c>notifications.</c> and the property's name in lower snake case.</summary>
internal sealed class NotificationsOptions
{
    /// <summary>False to send no mail; runs then say so where they would have sent one. Default true.</summary>
    [Live]
    public bool Enabled { get; set; } = true;

    /// <summary>Connection that mails are sent by. Default <c>smtp</c>.</summary>
    [Live]
    public string MailConnection { get; set; } = "smtp";

    /// <summary>Events that are put on a bus of EventBridge.</summary>
    [Live]
    public EventBridgeOptions Eventbridge { get; set; } = new();
}
