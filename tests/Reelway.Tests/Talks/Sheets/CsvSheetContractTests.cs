using Reelway.Contracts;
using Reelway.Contracts.Talks;
using Reelway.Talks.Sheets;

namespace Reelway.Tests.Talks.Sheets;

public sealed class CsvSheetContractTests : TalkSheetContract
{
    internal override async Task<ISheetHarness> StartAsync(IReadOnlyList<IReadOnlyList<string>> rows)
    {
        var harness = new Harness();
        await harness.ReplaceAsync(rows);
        return harness;
    }

    private sealed class Harness : ISheetHarness
    {
        private readonly TemporaryFolder _folder = new();
        private readonly CsvSheet _sheet;
        private readonly string _path;

        public Harness()
        {
            _path = _folder["talks.csv"];
            _sheet = new CsvSheet(_path, "talks.sheet");
        }

        public ISheet Sheet => _sheet;

        public async Task<IReadOnlyList<IReadOnlyList<string>>> CellsAsync()
        {
            using var parser = new CsvHelper.CsvParser(
                new StringReader(await File.ReadAllTextAsync(_path, TestContext.Current.CancellationToken)),
                new CsvHelper.Configuration.CsvConfiguration(System.Globalization.CultureInfo.InvariantCulture) { IgnoreBlankLines = false });
            var rows = new List<IReadOnlyList<string>>();
            while (await parser.ReadAsync())
            {
                rows.Add(parser.Record!);
            }

            return rows;
        }

        public Task ReplaceAsync(IReadOnlyList<IReadOnlyList<string>> rows) => File.WriteAllTextAsync(
            _path, string.Concat(rows.Select(cells => string.Join(',', cells.Select(Quoted)) + "\r\n")), TestContext.Current.CancellationToken);

        public Task BreakAsync()
        {
            File.Delete(_path);
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            _sheet.Dispose();
            _folder.Dispose();
            return ValueTask.CompletedTask;
        }

        private static string Quoted(string cell) => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
