using System.Text;

namespace Reelway.Media.Tests;

public sealed class CaptionFileTests
{
    [Fact]
    public void Web_vtt_is_read_with_all_that_it_may_have()
    {
        var file = CaptionFile.Parse(
            "talk.vtt",
            "WEBVTT - made by hand\r\nKind: captions\r\n\r\nSTYLE\r\n::cue { color: red }\r\n\r\nNOTE a --> b\r\n\r\nintro\r\n00:01.500 --> 00:03.000 align:start line:0\r\n"
            + "<v Ada>Hello &amp; <i.loud>welcome</i></v>\r\nto <c.red>1 &lt; 2</c>\r\n\r\n01:02:03.004-->01:02:05.000\r\nLate<00:01:02.500> & last\r\n");
        Assert.Equal(
            [
                new CaptionCue(TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(3), "Hello &amp; <i>welcome</i>\nto 1 &lt; 2"),
                new CaptionCue(new TimeSpan(0, 1, 2, 3, 4), new TimeSpan(1, 2, 5), "Late &amp; last"),
            ],
            file.Cues);
    }

    [Fact]
    public void Sub_rip_is_read_with_and_without_numbers()
    {
        var file = CaptionFile.Parse(
            "talk.srt",
            "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<font color=\"#ff0000\"><B>Bold</B></font> & 3 < 4 &amp;\n\n\n00:00:02.000 --> 00:00:03.000\nno number\n\n3\n00:00:04,000 --> 00:00:04,000\nno time\n\n4\n00:00:05,000 --> 00:00:06,000\n\n");
        Assert.Equal(["<b>Bold</b> &amp; 3 &lt; 4 &amp;amp;", "no number"], file.Cues.Select(cue => cue.Text));
    }

    /// <summary>In each, "/" stands for the end of a line and "@" for times; wanted are the texts, with "|" between them.</summary>
    [Theory]
    [InlineData("a.srt", "1/@/hello/2/@/there", "hello|there")]
    [InlineData("a.srt", "1/@/hello/2/@/there/3/@/all", "hello|there|all")]
    [InlineData("a.srt", "1/@/two/lines/2/@/there//3/@/all", "two\nlines|there|all")]
    [InlineData("a.srt", "@/hello/@/there", "hello|there")]
    [InlineData("a.srt", "1/@/hello/@/there", "hello|there")]
    [InlineData("a.srt", "8/@/hello/ 9 /@/there", "hello|there")]
    [InlineData("a.srt", "1/@/hello/4/@/there/5/@/all", "hello|there|all")]
    [InlineData("a.srt", "1/@/2/@/there", "there")]
    [InlineData("a.srt", "1/@/42//2/@/there", "42|there")]
    [InlineData("a.srt", "1/@/2/2/@/there", "2|there")]
    [InlineData("a.srt", "1/@/42/2/@/there", "42|there")]
    [InlineData("a.srt", "@/42/@/there", "42|there")]
    [InlineData("a.srt", "@/hello/42/@/there", "hello\n42|there")]
    [InlineData("a.srt", "@/3/@/4/@/5", "3|4|5")]
    [InlineData("a.srt", "1/@/one --> two/2/@/there", "one --&gt; two|there")]
    [InlineData("a.vtt", "WEBVTT//@/hello/@/there", "hello|there")]
    [InlineData("a.vtt", "WEBVTT//1/@/hello/2/@/there", "hello|there")]
    [InlineData("a.vtt", "WEBVTT//intro/@/hello/42/@/there", "hello\n42|there")]
    public void Captions_without_an_empty_line_between_them_are_apart_and_texts_that_are_numbers_are_kept(string name, string text, string wanted)
    {
        foreach (var end in (string[])["\n", "\r\n"])
        {
            var file = CaptionFile.Parse(name, text.Replace("/", end, StringComparison.Ordinal).Replace("@", "00:00:05,000 --> 00:00:07,000", StringComparison.Ordinal));
            Assert.Equal(wanted, string.Join('|', file.Cues.Select(cue => cue.Text)));
        }
    }

    [Theory]
    [InlineData("a.vtt", "00:01.000 --> 00:02.000\nHello\n", 1, "WEBVTT")]
    [InlineData("a.vtt", "WEBVTTX\n\n00:01.000 --> 00:02.000\nHello\n", 1, "WEBVTT")]
    [InlineData("a.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n\nHello\nthere\n", 7, "neither the times")]
    [InlineData("a.vtt", "WEBVTT\n\n00:01.000 --> soon\nHello\n", 3, "hh:mm:ss.mmm")]
    [InlineData("a.vtt", "WEBVTT\n\n00:61.000 --> 00:62.000\nHello\n", 3, "up to 59")]
    [InlineData("a.vtt", "WEBVTT\n\n00:03.000 --> 00:02.000\nHello\n", 3, "before it begins")]
    [InlineData("a.vtt", "WEBVTT\n", 2, "without a single caption")]
    [InlineData("a.srt", "", 1, "without a single caption")]
    [InlineData("a.srt", "1\n00:00:01,000 --> 00:00:02,000\nHello\n\n2\n", 6, "neither the times")]
    [InlineData("a.srt", "1\n00:00:01,00 --> 00:00:02,000\nHello\n", 2, "hh:mm:ss.mmm")]
    public void What_is_malformed_is_told_with_file_and_line(string name, string text, int line, string what)
    {
        var fault = Assert.Throws<MediaException>(() => CaptionFile.Parse(name, text));
        Assert.Equal(MediaFaultKind.Unusable, fault.Kind);
        Assert.StartsWith($"{name} line {line}: ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(what, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_encodings_missing_and_huge_files_are_told()
    {
        using var folder = new TempFolder();
        var cancellation = TestContext.Current.CancellationToken;
        var latin = folder.File("latin.srt");
        await File.WriteAllBytesAsync(latin, Encoding.Latin1.GetBytes("1\n00:00:01,000 --> 00:00:02,000\nGr\u00fc\u00dfe\n"), cancellation);
        await File.WriteAllBytesAsync(folder.File("marked.vtt"), [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes("WEBVTT\n\n00:01.000 --> 00:02.000\nGr\u00fc\u00dfe\n")], cancellation);
        await File.WriteAllTextAsync(folder.File("wide.srt"), "1\n00:00:01,000 --> 00:00:02,000\nGr\u00fc\u00dfe\n", Encoding.Unicode, cancellation);
        await using (var huge = File.Create(folder.File("huge.srt")))
        {
            huge.SetLength(6_000_000);
        }

        Task<MediaException> FaultAsync(string name) => Assert.ThrowsAsync<MediaException>(() => CaptionFile.ReadAsync(folder.File(name), cancellation));
        Assert.StartsWith("latin.srt line 3: not written in UTF-8", (await FaultAsync("latin.srt")).Message, StringComparison.Ordinal);
        Assert.Contains("was never there", (await FaultAsync("gone.srt")).Message, StringComparison.Ordinal);
        Assert.Contains("6000000 bytes", (await FaultAsync("huge.srt")).Message, StringComparison.Ordinal);
        foreach (var name in (string[])["marked.vtt", "wide.srt"])
        {
            Assert.Equal("Gr\u00fc\u00dfe", Assert.Single((await CaptionFile.ReadAsync(folder.File(name), cancellation)).Cues).Text);
        }
    }

    [Fact]
    public void Too_many_captions_and_any_bytes_end_with_a_sentence_or_captions()
    {
        var many = string.Concat(Enumerable.Range(0, 10_001).Select(number => $"00:00:01,000 --> 00:00:02,000\n{number}\n\n"));
        Assert.Contains("more than 10000 captions", Assert.Throws<MediaException>(() => CaptionFile.Parse("a.srt", many)).Message, StringComparison.Ordinal);

        var random = new Random(4711);
        const string Letters = "W0:,. -->\n\n<ib/>&;N\u0000{\\}";
        for (var round = 0; round < 2000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, 80).Select(_ => Letters[random.Next(Letters.Length)]));
            try
            {
                Assert.NotEmpty(CaptionFile.Parse("a.srt", "00:00:01,000 --> 00:00:02,000\nx\n\n" + text).Cues);
            }
            catch (MediaException fault)
            {
                Assert.Matches("^a\\.srt line [0-9]+: .+\\.$", fault.Message);
            }
        }
    }
}
