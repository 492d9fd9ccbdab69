namespace Reelway.Connectors.Box;

/// <summary>A file of Box, in the version that it was asked for in.</summary>
/// <param name="Name">As Box keeps it, which may differ from what was sent.</param>
/// <param name="Sha1">Of its content, lower-case hex.</param>
public sealed record BoxFile(string Id, string Name, long Size, string Sha1)
{
    public string? VersionId { get; init; }

    /// <summary>The folder that it lies in; null when the account may not see that.</summary>
    public string? ParentId { get; init; }

    /// <summary>Ids of the folders that lead to it, "0" first, as far as the account may see them.</summary>
    public IReadOnlyList<string> Path { get; init; } = [];

    public string? CreatedById { get; init; }

    public string? CreatedByLogin { get; init; }

    public string? ModifiedById { get; init; }

    public string? ModifiedByLogin { get; init; }
}
