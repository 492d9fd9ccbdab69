using System.Reflection;

namespace Reelway.Storage;

/// <summary>The numbered SQL files of one owner, embedded in its assembly.</summary>
/// <param name="Owner">Who owns the tables: <c>engine</c>, <c>talks</c>. Never changes once shipped.</param>
/// <param name="Assembly">The assembly that embeds the files.</param>
/// <param name="Folder">
/// Start of the files' resource names: <c>Reelway.Talks.Migrations</c> for <c>Talks/Migrations/Sqlite/0001_talks.sql</c>
/// and <c>Talks/Migrations/Postgres/0001_talks.sql</c>.
/// </param>
public sealed record MigrationSet(string Owner, Assembly Assembly, string Folder);
