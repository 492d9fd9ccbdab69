using System.ComponentModel.DataAnnotations;
using Reelway.Configuration;

namespace Reelway.Frame.Configuration;

/// <summary>Where this server keeps what is its own (<c>data.*</c>).</summary>
internal sealed class DataOptions
{
    [LocalPath]
    [MinLength(1)]
    [Setting("Folder for the database, keys and scratch space; one server per folder.")]
    public string Directory { get; init; } = "data";
}
