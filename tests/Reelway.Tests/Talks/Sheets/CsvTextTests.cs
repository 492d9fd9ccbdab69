using FsCheck;
using FsCheck.Fluent;
using Reelway.Talks.Sheets;

namespace Reelway.Tests.Talks.Sheets;

public sealed class CsvTextTests
{
    [Fact]
    public void Any_text_put_into_any_cell_is_read_back_and_the_others_stay()
        => Prop.ForAll<NonNull<string>, PositiveInt>((value, place) =>
        {
            var rows = new[] { new[] { "a", "b", "c" }, ["1", "x,\"y\"", "3"], ["4", "5", "6"] };
            var text = string.Join("\r\n", rows.Select(cells => string.Join(',', cells.Select(Quoted))));
            var (row, column) = (1 + (place.Get % 2), place.Get % 3);
            var changed = CsvText.Parse(CsvText.Parse(text).With(row, column, value.Get)).Records.ToList();
            rows[row][column] = value.Get;
            return rows.Zip(changed).All(pair => pair.First.SequenceEqual(pair.Second));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_text_is_read_or_refused_and_never_breaks_the_reader()
        => Prop.ForAll<NonNull<string>>(text =>
        {
            try
            {
                return CsvText.Parse(text.Get).Records.All(cells => cells.Count > 0);
            }
            catch (FormatException)
            {
                return text.Get.Contains('"', StringComparison.Ordinal);
            }
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("sep=;\nTitle;Link\nOwls, why;\n", "Title|Link/Owls, why|")]
    [InlineData("sep=;\r\nTitle;A,B,C,D\r\nOwls;1\r\n", "Title|A,B,C,D/Owls|1")]
    [InlineData("SEP=|\rTitle|Link\rOwls|1", "Title|Link/Owls|1")]
    [InlineData("\"sep=;\"\nTitle;Link\n", "Title|Link")]
    [InlineData("sep=;;;\nTitle;Link\n", "Title|Link")]
    [InlineData("sep=\t\nTitle\tLink\n", "Title|Link")]
    [InlineData("sep=;", "")]
    [InlineData("sep=;x,Link\n", "sep=;x|Link")]
    [InlineData("Title,Link\nsep=;,\n", "Title|Link/sep=;|")]
    public void A_line_that_names_the_separator_is_obeyed_and_is_no_record(string text, string records)
        => Assert.Equal(records, string.Join('/', CsvText.Parse(text).Records.Select(cells => string.Join('|', cells))));

    [Fact]
    public void A_line_that_names_the_separator_stays_when_a_cell_is_filled()
        => Assert.Equal("sep=;\nTitle;Link\nOwls;\"a;b\"\n", CsvText.Parse("sep=;\nTitle;Link\nOwls\n").With(1, 1, "a;b"));

    private static string Quoted(string cell) => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
