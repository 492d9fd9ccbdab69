using System.Text;
using Reelway.Contracts;
using Reelway.Engine;
using Reelway.Talks.Sheets;

namespace Reelway.Tests.Talks.Sheets;

public sealed class CsvSheetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("Title,Link,X\r\nA,,1\r\n", "Title,Link,X\r\nA,https://x.test/a?b=1,1\r\n")]
    [InlineData("Title;Link;X\nA;;1\nB;;2", "Title;Link;X\nA;https://x.test/a?b=1;1\nB;;2")]
    [InlineData("Title\tLink\nA\t\n", "Title\tLink\nA\thttps://x.test/a?b=1\n")]
    [InlineData("Title,X,Link\nA\n\n", "Title,X,Link\nA,,https://x.test/a?b=1\n\n")]
    [InlineData("\"Title\",\"Link\"\n\"A\",\"\"", "\"Title\",\"Link\"\n\"A\",\"https://x.test/a?b=1\"")]
    [InlineData("Title,Link,X\n\n\"A\",, \"odd\" ,\r\n\"B\nb\",\"\",\"\"\n", "Title,Link,X\n\n\"A\",https://x.test/a?b=1, \"odd\" ,\r\n\"B\nb\",\"\",\"\"\n")]
    public async Task Writing_a_cell_leaves_every_other_byte_alone(string before, string after)
    {
        var path = _folder.Write("talks.csv", before);
        using var sheet = new CsvSheet(path, "talks.sheet");
        var filled = await sheet.FillAsync(new CellAddress("Title", "A", "Link"), "https://x.test/a?b=1", Cancellation);
        Assert.Equal(CellFillResult.Filled, filled.Result);
        Assert.Equal(after, await File.ReadAllTextAsync(path, Cancellation));
    }

    [Fact]
    public async Task A_byte_order_mark_is_read_over_and_kept()
    {
        var path = _folder["talks.csv"];
        await File.WriteAllTextAsync(path, "Title,Link\nŽluťoučký kůň 🐎,\n", new UTF8Encoding(true), Cancellation);
        using var sheet = new CsvSheet(path, "talks.sheet");
        Assert.Equal("Title", (await sheet.ReadAsync(Cancellation)).Header[0]);
        await sheet.FillAsync(new CellAddress("Title", "Žluťoučký kůň 🐎", "Link"), "l", Cancellation);
        Assert.Equal([0xEF, 0xBB, 0xBF, .. "Title,Link\nŽluťoučký kůň 🐎,l\n"u8], await File.ReadAllBytesAsync(path, Cancellation));
    }

    [Theory]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-16", false)]
    [InlineData("utf-16BE", false)]
    public async Task A_sheet_in_utf_16_is_read_and_written_as_such(string name, bool hasMark)
    {
        var encoding = Encoding.GetEncoding(name);
        byte[] Bytes(string text) => [.. hasMark ? encoding.GetPreamble() : [], .. encoding.GetBytes(text)];
        var path = _folder["talks.csv"];
        await File.WriteAllBytesAsync(path, Bytes("sep=;\r\nTitle;Link\r\nKůň 🐎, dva;\r\n"), Cancellation);
        using var sheet = new CsvSheet(path, "talks.sheet");
        var row = Assert.Single((await sheet.ReadAsync(Cancellation)).Rows);
        Assert.Equal((2, "Kůň 🐎, dva"), (row.Number, row[0]));
        await sheet.FillAsync(new CellAddress("Title", "Kůň 🐎, dva", "Link"), "l", Cancellation);
        Assert.Equal(Bytes("sep=;\r\nTitle;Link\r\nKůň 🐎, dva;l\r\n"), await File.ReadAllBytesAsync(path, Cancellation));
    }

    [Theory]
    [InlineData("\uFEFF\uFEFFTitle,Link")]
    [InlineData("Ti\u00ADtle\u00A0,Link")]
    [InlineData("title,\u200BLINK ")]
    public async Task What_can_not_be_seen_in_a_header_hides_no_column(string header)
    {
        using var sheet = new CsvSheet(_folder.Write("talks.csv", header + "\nOwls,1\n"), "talks.sheet");
        var table = await sheet.ReadAsync(Cancellation);
        Assert.Equal((0, 1), (table.Column("Title", "talks.columns.title"), table.Column("Link", "talks.columns.link")));
    }

    [Fact]
    public async Task Rows_are_numbered_as_spreadsheet_programs_do_although_cells_hold_line_breaks()
    {
        var path = _folder.Write("talks.csv", "Title,Description\n\"Two\nlines\",\"a\n\nb\"\n\nThird,\n");
        using var sheet = new CsvSheet(path, "talks.sheet");
        var table = await sheet.ReadAsync(Cancellation);
        Assert.Equal([(2, "Two\nlines"), (3, ""), (4, "Third")], table.Rows.Select(row => (row.Number, row[0])));
    }

    [Fact]
    public async Task A_link_to_the_file_stays_a_link_and_the_mode_stays()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("file modes are Unix");
            return;
        }

        var path = _folder.Write("real.csv", "Title,Link\nA,\n");
        var link = _folder["talks.csv"];
        File.CreateSymbolicLink(link, path);
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
        File.SetUnixFileMode(path, Mode);
        using var sheet = new CsvSheet(link, "talks.sheet");
        await sheet.FillAsync(new CellAddress("Title", "A", "Link"), "l", Cancellation);
        Assert.Equal("Title,Link\nA,l\n", await File.ReadAllTextAsync(path, Cancellation));
        Assert.NotNull(new FileInfo(link).LinkTarget);
        Assert.Equal(Mode, File.GetUnixFileMode(path));
        Assert.Equal(["real.csv", "talks.csv"], Directory.GetFiles(_folder.FullPath).Select(Path.GetFileName).Order());
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("Title,Link\nA,\"never closed\n", "row 2 has a quoted cell that is never closed")]
    public async Task What_is_no_table_is_refused_in_words(string text, string expected)
    {
        using var sheet = new CsvSheet(_folder.Write("talks.csv", text), "talks.sheet");
        var fault = await Assert.ThrowsAsync<FaultException>(() => sheet.ReadAsync(Cancellation));
        Assert.Equal(FaultKind.NeedsPerson, fault.Fault.Kind);
        Assert.Contains("talks.csv", fault.Message, StringComparison.Ordinal);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_in_another_encoding_is_refused_with_the_remedy()
    {
        var path = _folder["talks.csv"];
        await File.WriteAllBytesAsync(path, Encoding.Latin1.GetBytes("Title\nCafé\n"), Cancellation);
        using var sheet = new CsvSheet(path, "talks.sheet");
        var fault = await Assert.ThrowsAsync<FaultException>(() => sheet.ReadAsync(Cancellation));
        Assert.Contains("CSV UTF-8", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_is_named_with_its_setting()
    {
        using var sheet = new CsvSheet(_folder["talks.csv"], "talks.sheet");
        var fault = await Assert.ThrowsAsync<FaultException>(() => sheet.ReadAsync(Cancellation));
        Assert.Contains("talks.csv is not there", fault.Message, StringComparison.Ordinal);
        Assert.Contains("talks.sheet", fault.Message, StringComparison.Ordinal);
    }
}
