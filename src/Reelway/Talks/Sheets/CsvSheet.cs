using System.Globalization;
using System.Text;
using Reelway.Engine;
using Reelway.Media;
using Reelway.Talks.Text;

namespace Reelway.Talks.Sheets;

/// <summary>A sheet that is a CSV file: UTF-8 or UTF-16, separated by comma, semicolon or tab, or by what its first line names.</summary>
/// <param name="path">The file.</param>
/// <param name="setting">The setting that names it, for sentences: <c>talks.sheet</c>.</param>
internal sealed class CsvSheet(string path, string setting) : ISheet, IDisposable
{
    /// <summary>Far above any programme (a row of 300 bytes: 100 000 talks); a recording named as the sheet by mistake is not read.</summary>
    private const int MaxBytes = 32 * 1024 * 1024;

    private readonly SemaphoreSlim _writing = new(1, 1);

    /// <inheritdoc/>
    public string Name { get; } = Path.GetFileName(path);

    /// <inheritdoc/>
    public string? Connection => null;

    /// <inheritdoc/>
    public Task<string?> VersionAsync(CancellationToken cancellation)
    {
        try
        {
            var file = new FileInfo(Target());
            return Task.FromResult<string?>(string.Create(
                CultureInfo.InvariantCulture, $"{file.Length}-{file.LastWriteTimeUtc.Ticks}"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(exception);
        }
    }

    /// <inheritdoc/>
    public async Task<SheetTable> ReadAsync(CancellationToken cancellation)
    {
        var (csv, _, _) = await LoadAsync(cancellation);
        var rows = csv.Records.Select((cells, index) => new SheetRow(index + 1, cells)).ToList();
        return rows.Count == 0
            ? throw FaultException.Correction($"{Name} is empty ({path}).", $"Give it a header row and a row per entry, or correct {setting}.")
            : new SheetTable(Name, rows[0].Cells, rows[1..]);
    }

    /// <inheritdoc/>
    public async Task<CellFill> FillAsync(CellAddress address, string value, CancellationToken cancellation)
    {
        await _writing.WaitAsync(cancellation);
        try
        {
            var (csv, target, encoding) = await LoadAsync(cancellation);
            var records = csv.Records.ToList();
            var table = new SheetTable(Name, records.Count == 0 ? [] : records[0], []);
            var keyColumn = table.Column(address.KeyColumn, setting);
            var column = table.Column(address.Column, setting);
            var rows = records.Select((cells, index) => new SheetRow(index + 1, cells)).Skip(1)
                .Where(row => TalkTitle.AreSame(row[keyColumn], address.Key)).ToList();
            if (rows is not [var row])
            {
                return new CellFill(
                    rows.Count == 0 ? CellFillResult.NoRow : CellFillResult.SeveralRows, rows.ConvertAll(each => each.Number), "");
            }

            var found = row[column];
            if (found.Length > 0)
            {
                return new CellFill(found == value ? CellFillResult.Same : CellFillResult.Occupied, [row.Number], found);
            }

            await ReplaceAsync(target, csv.With(row.Number - 1, column, value), encoding, cancellation);
            return new CellFill(CellFillResult.Filled, [row.Number], "");
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _writing.Dispose();

    /// <summary>The file itself where the path is a link, so that replacing it leaves the link alone.</summary>
    private string Target()
    {
        var target = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;
        return File.Exists(target)
            ? target
            : throw FaultException.Missing($"{Name} is not there ({path}).", $"Put the file there, or correct {setting}.");
    }

    private async Task<(CsvText Csv, string Target, CsvEncoding Encoding)> LoadAsync(CancellationToken cancellation)
    {
        try
        {
            var target = Target();
            var bytes = new FileInfo(target).Length is var length && length > MaxBytes
                ? throw FaultException.Setting($"{Name} has {length} bytes ({path}): that is not a sheet.", $"Correct {setting}.")
                : await NamedFile.ReadAsync(target, MaxBytes, cancellation);
            var encoding = CsvEncoding.Of(bytes);
            return (CsvText.Parse(encoding.Read(bytes)), target, encoding);
        }
        catch (DecoderFallbackException exception)
        {
            throw FaultException.Correction($"{Name} is neither UTF-8 nor UTF-16 ({path}).", "Save it again as \"CSV UTF-8\".", exception);
        }
        catch (FormatException exception)
        {
            throw FaultException.Correction($"{Name} can't be read as CSV: {exception.Message}.", $"Correct it there ({path}).", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(exception);
        }
    }

    private async Task ReplaceAsync(string target, string text, CsvEncoding encoding, CancellationToken cancellation)
    {
        var temporary = $"{target}.reelway-{Guid.NewGuid():N}.tmp";
        try
        {
            await using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                await file.WriteAsync(encoding.Write(text), cancellation);
                file.Flush(flushToDisk: true);
            }

            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw FaultException.Machine(
                $"{Name} can't be written ({path}): {exception.Message}.", "Make the file and its folder writable, then retry.", exception);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private FaultException Unreadable(Exception exception)
        => FaultException.Machine($"{Name} can't be read ({path}): {exception.Message}.", $"Make it readable, or correct {setting}.", exception);
}
