using System.ComponentModel.DataAnnotations;
using Reelway.Connectors;

namespace Reelway.Frame.Configuration;

/// <summary>Where this server keeps what is its own (<c>data.*</c>).</summary>
internal sealed class DataOptions
{
    /// <summary>The data directory.</summary>
    [LocalPath]
    [MinLength(1)]
    [Setting("Folder for the database, keys and scratch space; one server per folder.")]
    public string Directory { get; init; } = "data";
}
