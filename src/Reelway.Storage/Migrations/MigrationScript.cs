using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Reelway.Storage.Migrations;

/// <summary>One numbered SQL file.</summary>
internal sealed partial record MigrationScript(string Owner, long Number, string Name, string Sql)
{
    // What both dialects can do but say differently. STRICT tables of SQLite know no BIGINT; keys are compared byte by byte on both.
    private static readonly Dictionary<string, (string Sqlite, string Postgres)> Tokens = new()
    {
        ["{INT}"] = ("INTEGER", "BIGINT"),
        ["{TEXT}"] = ("TEXT", "TEXT COLLATE \"C\""),
        ["{BYTES}"] = ("BLOB", "BYTEA"),
        ["{SERIAL KEY}"] = ("INTEGER PRIMARY KEY AUTOINCREMENT", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"),
        ["{STRICT}"] = ("STRICT", ""),
        ["{STRICT BY KEY}"] = ("STRICT, WITHOUT ROWID", ""),
    };

    /// <summary>Line ends don't count, so that a checkout with other ones is the same migration.</summary>
    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>The files of a set for a dialect: resources named <c>FOLDER.0001_name.sql</c>, in which tokens stand for types, and <c>FOLDER.Sqlite.0001_name.sql</c>.</summary>
    public static IEnumerable<MigrationScript> Load(MigrationSet set, SqlDialect dialect)
    {
        var found = set.Assembly.GetManifestResourceNames()
            .Select(resource => (resource, file: FileOf(resource, set.Folder, dialect))).Where(one => one.file is not null).ToList();
        if (found.Count == 0)
        {
            throw new InvalidOperationException($"{set.Assembly.GetName().Name} embeds no migrations below {set.Folder} for {set.Owner} on {dialect}.");
        }

        foreach (var (resource, file) in found.OrderBy(one => one.file, StringComparer.Ordinal))
        {
            var name = file![..^".sql".Length];
            using var reader = new StreamReader(set.Assembly.GetManifestResourceStream(resource)!);
            yield return new MigrationScript(set.Owner, NumberOf(name), name, Spoken(reader.ReadToEnd(), dialect));
        }
    }

    private static string? FileOf(string resource, string folder, SqlDialect dialect)
        => File().Match(resource) is { Success: true } match && (match.Groups["folder"].Value == folder || match.Groups["folder"].Value == $"{folder}.{dialect}")
            ? match.Groups["file"].Value
            : null;

    private static string Spoken(string sql, SqlDialect dialect) => Token().Replace(
        sql, token => !Tokens.TryGetValue(token.Value, out var words)
            ? throw new InvalidOperationException($"A migration holds the unknown token {token.Value}; known are {string.Join(", ", Tokens.Keys)}.")
            : dialect == SqlDialect.Sqlite ? words.Sqlite : words.Postgres);

    private static long NumberOf(string name)
        => long.TryParse(name.AsSpan(0, Math.Max(0, name.IndexOf('_'))), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidOperationException($"Migration \"{name}\" doesn't begin with a number and an underscore.");

    [GeneratedRegex(@"^(?<folder>.+)\.(?<file>[^.]+\.sql)$")]
    private static partial Regex File();

    [GeneratedRegex(@"\{[A-Z ]+\}")]
    private static partial Regex Token();
}
