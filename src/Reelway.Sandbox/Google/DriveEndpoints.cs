using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Reelway.Sandbox.Google;

/// <summary>The methods of the Drive API that find files and tell whether they changed.</summary>
internal sealed partial class DriveEndpoints(GoogleWorld world)
{
    private const string SheetType = "application/vnd.google-apps.spreadsheet";
    private const string ExcelType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>files.list, by name and kind.</summary>
    public JsonObject List(IReadOnlyDictionary<string, string> query)
    {
        var asked = query.GetValueOrDefault("q") ?? "";
        // Only such queries are understood here; the real one understands more.
        var match = Query().Match(asked);
        if (!match.Success)
        {
            throw Invalid("q");
        }

        // A name is compared without regard to case.
        var name = match.Groups["name"].Value.Replace("\\'", "'", StringComparison.Ordinal).Replace(@"\\", "\\", StringComparison.Ordinal);
        var found = world.All.Where(sheet => sheet.IsShared && !sheet.IsTrashed && TypeOf(sheet) == match.Groups["type"].Value
            && (!match.Groups["name"].Success || string.Equals(sheet.Title, name, StringComparison.OrdinalIgnoreCase))).ToList();
        var start = query.GetValueOrDefault("pageToken") is { } token
            ? int.TryParse(token.AsSpan(token.StartsWith('~') ? 2 : 0), CultureInfo.InvariantCulture, out var at) && at > 0 ? at : throw Invalid("pageToken")
            : 0;
        var most = int.TryParse(query.GetValueOrDefault("pageSize"), CultureInfo.InvariantCulture, out var size) ? Math.Clamp(size, 1, 1000) : 100;
        var count = Math.Min(most, world.Settings.FilesPerList);
        var answer = new JsonObject
        {
            ["kind"] = "drive#fileList",
            ["incompleteSearch"] = false,
            ["files"] = new JsonArray([.. found.Skip(start).Take(count).Select(File)]),
        };
        if (start + count < found.Count)
        {
            answer["nextPageToken"] = string.Create(CultureInfo.InvariantCulture, $"~!{start + count}");
        }

        return answer;
    }

    /// <summary>files.get.</summary>
    public JsonObject Get(string id) => world.Find(id) is { IsShared: true } sheet ? File(sheet) : throw new GoogleException(404, "NOT_FOUND", $"File not found: {id}.");

    private static JsonObject File(SandboxSpreadsheet sheet) => new()
    {
        ["kind"] = "drive#file",
        ["id"] = sheet.Id,
        ["name"] = sheet.Title,
        ["mimeType"] = TypeOf(sheet),
        ["version"] = sheet.Version.ToString(CultureInfo.InvariantCulture),
        ["modifiedTime"] = sheet.Changed.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
    };

    private static string TypeOf(SandboxSpreadsheet sheet) => sheet.IsExcelFile ? ExcelType : SheetType;

    private static GoogleException Invalid(string parameter) => new(400, "INVALID_ARGUMENT", $"Invalid Value: {parameter}");

    [GeneratedRegex("""^(?:name = '(?<name>(?:[^'\\]|\\.)*)' and )?mimeType = '(?<type>[^']+)' and trashed = false$""")]
    private static partial Regex Query();
}
