using System.Text.Json;
using System.Text.Json.Serialization;
using Reelway.Frame.Server;

namespace Reelway.Talks.Sheets;

/// <summary>Keeps the last good copy of a sheet on disk, so that a restart while its source is away costs nothing.</summary>
/// <param name="path">The file; readable by this user alone, since sheets hold mail addresses.</param>
/// <param name="named">How the settings name the sheet: a copy of another one does not serve.</param>
internal sealed partial class SheetCopyFile(string path, string named, TimeProvider time, ILogger<SheetCopyFile> logger)
{
    /// <summary>As large as the largest sheet that is read at all, as JSON.</summary>
    private const int MostBytes = 64 * 1024 * 1024;

    /// <summary>Keeps a copy in place of the one before. A copy that can't be kept is told in the log, and fails nothing.</summary>
    public void Keep(SheetTable table)
    {
        try
        {
            var json = JsonSerializer.SerializeToUtf8Bytes(
                new KeptSheet(named, time.GetUtcNow().ToUnixTimeMilliseconds(), table.Name, table.Header, table.Rows),
                SheetCopyJson.Default.KeptSheet);
            if (json.Length > MostBytes)
            {
                LogTooLarge(table.Name, json.Length);
                return;
            }

            PrivateFolder.Create(Path.GetDirectoryName(path)!);
            PrivateFile.Replace(path, json);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            LogNotKept(table.Name, problem.Message);
        }
    }

    /// <summary>The copy and its age; null when there is none of this sheet.</summary>
    public (SheetTable Table, TimeSpan Age)? Read()
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists || file.Length > MostBytes
                || JsonSerializer.Deserialize(File.ReadAllBytes(path), SheetCopyJson.Default.KeptSheet) is not { IsWhole: true } kept || kept.Named != named)
            {
                return null;
            }

            var age = time.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(kept.ReadMs);
            return (
                new SheetTable(kept.Name, kept.Header, kept.Rows),
                // A clock that was set back makes no copy of the future.
                age > TimeSpan.Zero ? age : TimeSpan.Zero);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or JsonException or ArgumentOutOfRangeException)
        {
            LogUnreadable(path, problem.Message);
            return null;
        }
    }

    [LoggerMessage(3020, LogLevel.Warning, "The copy of {Sheet} that serves while its source is away could not be kept: {Reason}")]
    private partial void LogNotKept(string sheet, string reason);

    [LoggerMessage(3021, LogLevel.Warning, "The copy of {Sheet} that serves while its source is away is not kept: it would have {Bytes} bytes")]
    private partial void LogTooLarge(string sheet, int bytes);

    [LoggerMessage(3022, LogLevel.Warning, "The copy of a sheet in {File} can't be read and does not serve: {Reason}")]
    private partial void LogUnreadable(string file, string reason);
}

/// <summary>A sheet as it is kept.</summary>
/// <param name="Named">How the settings named it.</param>
/// <param name="ReadMs">When it was read from its source.</param>
/// <param name="Rows">All below the header, with the numbers that they have in the sheet.</param>
internal sealed record KeptSheet(string Named, long ReadMs, string Name, IReadOnlyList<string> Header, IReadOnlyList<SheetRow> Rows)
{
    /// <summary>False for a file that somebody else wrote.</summary>
    [JsonIgnore]
    public bool IsWhole => Name is not null && Header is not null && Rows is not null && Header.All(cell => cell is not null) && Rows.All(row => row?.Cells?.All(cell => cell is not null) is true);
}

[JsonSerializable(typeof(KeptSheet))]
internal sealed partial class SheetCopyJson : JsonSerializerContext;
