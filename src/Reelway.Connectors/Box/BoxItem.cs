namespace Reelway.Connectors.Box;

/// <summary>What lies in a folder of Box.</summary>
/// <param name="Id">Text, as Box wants ids to be read.</param>
public sealed record BoxItem(string Id, BoxItemKind Kind, string Name)
{
    /// <summary>Of a file: the SHA-1 of its content, lower-case hex.</summary>
    public string? Sha1 { get; init; }

    /// <summary>Of a file: its size in bytes.</summary>
    public long? Size { get; init; }

    public DateTimeOffset? ModifiedAt { get; init; }
}

/// <summary>What an item is.</summary>
public enum BoxItemKind
{
    File,

    Folder,

    /// <summary>A bookmark.</summary>
    WebLink,
}
