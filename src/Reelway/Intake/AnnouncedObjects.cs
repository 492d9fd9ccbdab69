using System.Text;
using Reelway.Frame.Public;

namespace Reelway.Intake;

/// <summary>Takes what a caller from outside announces of new objects, as a message of a queue: from EventBridge's API destinations, or a program of one's own.</summary>
internal static class AnnouncedObjects
{
    /// <summary>Takes in what an announcement tells of. Its runs are durable when this returns, and are found when it comes again.</summary>
    public static async ValueTask<Taken> TakeAsync(Delivery delivery, IServiceProvider services, CancellationToken cancellation)
    {
        try
        {
            var taken = await services.GetRequiredService<IntakeHandler>().TakeEventAsync(Encoding.UTF8.GetString(delivery.Body.Span), cancellation);
            string[] said = [.. taken.Taken.Select(one => $"{one.Title}: {one.Run}."), .. taken.Ignored.Select(why => $"Passed by: {why}."), .. taken.Unreadable];
            return new Taken(string.Join(' ', said)) { IsOfConcern = taken.Taken.Count > 0 };
        }
        catch (UnreadableEventException problem)
        {
            return Taken.Refused(problem.Message);
        }
    }
}
