namespace Reelway.Connectors.Facebook;

/// <summary>What a video is called and whether people see it.</summary>
/// <param name="Title">Title; null or empty: none.</param>
/// <param name="Description">Text; <c>@[page-id]</c> mentions a page.</param>
/// <param name="Published">False keeps it a draft.</param>
public sealed record VideoDetails(string? Title, string? Description, bool Published = true);
