using Reelway.Access;
using Reelway.Connections;
using Reelway.Events;
using Reelway.Frame;
using Reelway.Frame.Operations;
using Reelway.Frame.Web.Shell;
using Reelway.Incoming;
using Reelway.Intake;
using Reelway.Library;
using Reelway.Notifications;
using Reelway.Posts;
using Reelway.Runs;
using Reelway.Scaling;
using Reelway.Schedules;
using Reelway.Talks;
using Reelway.Webhooks;

namespace Reelway.Hosting;

/// <summary>Every part of the product. A new one adds its line here, and nowhere else.</summary>
internal static class Capabilities
{
    /// <summary>The capabilities, then what they share. Help, <c>config show</c> and <c>doctor</c> go by this order.</summary>
    public static IReadOnlyList<Part> All { get; } =
    [
        new TalksPart(),
        new PostsPart(),
        new ScalingPart(),
        new RunsPart(),
        new SchedulesPart(),
        new ConnectionsPart(),
        new NotificationsPart(),
        new EventsPart(),
        new WebhooksPart(),
        new IncomingPart(),
        new LibraryPart(),
        new IntakePart(),
        new AccessPart(),
    ];

    /// <summary>Which role has which right.</summary>
    public static RightTable Rights { get; } = new(All.SelectMany(part => part.Rights));

    /// <summary>What the bar of every page leads to.</summary>
    public static Places Places { get; } = new([.. All.SelectMany(part => part.Places)]);
}
