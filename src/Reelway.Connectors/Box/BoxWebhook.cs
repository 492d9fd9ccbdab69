namespace Reelway.Connectors.Box;

/// <summary>A webhook that this application has registered at Box.</summary>
/// <param name="TargetId">The folder, or file, that it watches.</param>
public sealed record BoxWebhook(string Id, string TargetId)
{
    /// <summary>Where it delivers to; null when Box did not say.</summary>
    public Uri? Address { get; init; }

    public IReadOnlyList<string> Triggers { get; init; } = [];

    public DateTimeOffset? CreatedAt { get; init; }
}
