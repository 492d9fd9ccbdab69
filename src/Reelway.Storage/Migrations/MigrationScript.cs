using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Reelway.Storage.Migrations;

/// <summary>One numbered SQL file.</summary>
internal sealed record MigrationScript(string Owner, long Number, string Name, string Sql)
{
    /// <summary>Line ends don't count, so that a checkout with other ones is the same migration.</summary>
    public string Checksum { get; } = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Sql.ReplaceLineEndings("\n"))));

    /// <summary>The files of a set for a dialect: resources named <c>FOLDER.Sqlite.0001_name.sql</c>.</summary>
    public static IEnumerable<MigrationScript> Load(MigrationSet set, SqlDialect dialect)
    {
        var start = $"{set.Folder}.{dialect}.";
        var names = set.Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(start, StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
            .ToList();
        if (names.Count == 0)
        {
            throw new InvalidOperationException($"{set.Assembly.GetName().Name} embeds no migrations below {start}*.sql for {set.Owner}.");
        }

        foreach (var resource in names.Order(StringComparer.Ordinal))
        {
            var name = resource[start.Length..^".sql".Length];
            using var reader = new StreamReader(set.Assembly.GetManifestResourceStream(resource)!);
            yield return new MigrationScript(set.Owner, NumberOf(name), name, reader.ReadToEnd());
        }
    }

    private static long NumberOf(string name)
        => long.TryParse(name.AsSpan(0, Math.Max(0, name.IndexOf('_'))), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new InvalidOperationException($"Migration \"{name}\" doesn't begin with a number and an underscore.");
}
