namespace Reelway.Frame.Web.Shell;

/// <summary>A page that the bar of every page leads to.</summary>
/// <param name="Right">Who does not have it does not see it there.</param>
internal sealed record Place(string Path, string Title, string Right);

/// <summary>What the bar leads to, from the left.</summary>
internal sealed record Places(IReadOnlyList<Place> All);
