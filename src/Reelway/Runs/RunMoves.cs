using Reelway.Engine;
using Reelway.Frame.Web;

namespace Reelway.Runs;

/// <summary>What people may ask of a run, checked in the same way for the API and the pages' forms.</summary>
internal static class RunMoves
{
    public const string NoReason = "No reason was given.";
    public const int MaxReasonLength = 500;

    /// <summary>It has happened: go on.</summary>
    public const string Sent = "sent";

    /// <summary>It has not: do it again.</summary>
    public const string SendAgain = "send-again";

    private const int MaxStepLength = 300;

    /// <summary>What can be said of a step whose outcome is unknown.</summary>
    public static IReadOnlyList<string> Decisions { get; } = [Sent, SendAgain];

    /// <summary>The reason to store for a cancellation.</summary>
    public static string Reason(RequestText request, string pointer, string? reason)
        => request.Line(pointer, reason, MaxReasonLength) ?? NoReason;

    public static string Step(RequestText request, string pointer, string? step)
        => request.Required(pointer, step, MaxStepLength, "Must name the step that is decided about.");

    public static Decision Decision(RequestText request, string pointer, string? decision)
    {
        switch (decision)
        {
            case Sent:
                return Engine.Decision.Sent;
            case SendAgain:
                return Engine.Decision.SendAgain;
            default:
                request.Refuse(pointer, "unknown-decision", "Must be \"sent\" (it has happened) or \"send-again\" (it has not).");
                return default;
        }
    }
}
