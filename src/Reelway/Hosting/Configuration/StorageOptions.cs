using System.ComponentModel.DataAnnotations;
using Reelway.Connectors;

namespace Reelway.Hosting.Configuration;

/// <summary>Where state is kept (<c>storage.*</c>).</summary>
internal sealed class StorageOptions : IValidatableObject
{
    private const string SqlitePrefix = "sqlite:";

    /// <summary>The database; null for <c>reelway.db</c> in the data directory.</summary>
    [Setting("The database: sqlite:PATH. Default: reelway.db in the data directory.")]
    public string? Url { get; init; }

    /// <summary>The SQLite file.</summary>
    /// <param name="dataDirectory">What a relative path is relative to.</param>
    public string SqliteFile(string dataDirectory)
        => Path.GetFullPath(string.IsNullOrEmpty(Url) ? "reelway.db" : Url[SqlitePrefix.Length..], dataDirectory);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(Url) && (!Url.StartsWith(SqlitePrefix, StringComparison.Ordinal) || Url.Length == SqlitePrefix.Length))
        {
            var scheme = Url.Split(':')[0];
            yield return new ValidationResult(
                $"\"{scheme}:\" is not a database that this version knows; write sqlite:PATH.", [nameof(Url)]);
        }
    }
}
