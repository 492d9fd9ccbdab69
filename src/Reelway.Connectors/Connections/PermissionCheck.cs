namespace Reelway.Connectors;

/// <summary>Something that a connection must, or may, be allowed to do.</summary>
/// <param name="Name">As the outside system calls it: <c>pages_manage_posts</c>.</param>
/// <param name="Why">What it is needed for, in words; empty for one that was granted and is not needed.</param>
/// <param name="IsNeeded">False for one that was granted although nothing of ours uses it, or that only some work needs.</param>
/// <param name="IsGranted">Null when the system does not tell.</param>
public sealed record PermissionCheck(string Name, string Why, bool IsNeeded, bool? IsGranted);
