namespace Reelway.Connectors.Facebook;

/// <summary>A page.</summary>
/// <param name="Id">Numeric id, as text: ids are longer than a double can hold.</param>
/// <param name="Name">The name that people see.</param>
/// <param name="Username">Vanity name, as in <c>facebook.com/NAME</c>; null when the page has none or it is not visible.</param>
/// <param name="Category">What kind of page it is; null when not visible.</param>
/// <param name="Tasks">What the connection's user may do on it: <c>CREATE_CONTENT</c>, <c>MODERATE</c>, …</param>
/// <param name="HasToken">True when the connection holds a token of it.</param>
public sealed record FacebookPage(
    string Id, string Name, string? Username, string? Category, IReadOnlyList<string> Tasks, bool HasToken)
{
    /// <summary>Why its token is refused, in a sentence; null when it is not, or there is none.</summary>
    public string? Refusal { get; init; }

    /// <summary>True when the connection may put videos and posts on it.</summary>
    public bool CanPublish => HasToken && Refusal is null && Tasks.Contains("CREATE_CONTENT");
}
