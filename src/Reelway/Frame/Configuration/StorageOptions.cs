using System.ComponentModel.DataAnnotations;
using Reelway.Configuration;
using Reelway.Storage.Postgres;

namespace Reelway.Frame.Configuration;

/// <summary>Where state is kept (<c>storage.*</c>).</summary>
internal sealed class StorageOptions : IValidatableObject
{
    private const string SqlitePrefix = "sqlite:";

    [Setting("The database: sqlite:PATH, or postgresql://user[:password]@host:port/database for many machines. Default: reelway.db in the data directory.", Address = true)]
    public string? Url { get; init; }

    /// <summary>The database that many processes share; null when it is a file that one process has alone.</summary>
    public PostgresUrl? Shared => IsPostgres ? PostgresUrl.TryParse(Url!, out _) : null;

    private bool IsFile => string.IsNullOrEmpty(Url) || (Url.StartsWith(SqlitePrefix, StringComparison.Ordinal) && Url.Length > SqlitePrefix.Length && !ShownAddress.HoldsUser(Url[SqlitePrefix.Length..]));

    private bool IsPostgres => Url is not null && (Url.StartsWith("postgresql:", StringComparison.Ordinal) || Url.StartsWith("postgres:", StringComparison.Ordinal));

    /// <summary>False when the address is none, which the check of the configuration tells; then there is no store to look at.</summary>
    public bool IsUsable => IsPostgres ? Shared is not null : IsFile;

    /// <summary>The SQLite file.</summary>
    /// <param name="dataDirectory">What a relative path is relative to.</param>
    public string SqliteFile(string dataDirectory)
        => Path.GetFullPath(string.IsNullOrEmpty(Url) ? "reelway.db" : Url[SqlitePrefix.Length..], dataDirectory);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (IsPostgres)
        {
            if (PostgresUrl.TryParse(Url!, out var problem) is null)
            {
                yield return new ValidationResult($"is not the address of a database: {problem}.", [nameof(Url)]);
            }
        }
        else if (!IsFile)
        {
            yield return new ValidationResult(
                "is not the address of a database that this version knows; write sqlite:PATH or postgresql://user[:password]@host:port/database.", [nameof(Url)]);
        }
    }
}
