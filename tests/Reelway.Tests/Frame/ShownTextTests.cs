using System.Text.Encodings.Web;
using System.Text.Json;
using Reelway.Frame;

namespace Reelway.Tests.Frame;

public sealed class ShownTextTests
{
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Theory]
    [InlineData("Owls: why?", "Owls: why?")]
    [InlineData("a\nb\tc\u2028d", "a b c d")]
    [InlineData("\e[31mred\a\0", "[31mred")]
    [InlineData("\u202Egpj.exe", "gpj.exe")]
    [InlineData("a\u2066b\u2069c\u200Fd\u061Ce", "abcde")]
    [InlineData("שלום 🎬 👩‍💻", "שלום 🎬 👩‍💻")]
    [InlineData("", "")]
    public void Nothing_is_left_that_a_terminal_obeys_or_that_turns_letters_round(string text, string shown) => Assert.Equal(shown, ShownText.Name(text));

    [Fact]
    public void A_text_is_no_longer_than_somebody_reads_and_no_letter_is_cut_in_two()
    {
        Assert.Equal(new string('a', ShownText.NameLength - 1) + "…", ShownText.Name(new string('a', 1_000_000)));
        Assert.Equal(new string('a', ShownText.NameLength), ShownText.Name(new string('a', ShownText.NameLength)));
        Assert.Equal(new string('a', ShownText.NameLength), ShownText.Name(new string('\u202E', 1000) + new string('a', ShownText.NameLength)));
        Assert.Equal(ShownText.SentenceLength, ShownText.Sentence(new string('a', 1_000_000)).Length);
        foreach (var before in new[] { "", "a" })
        {
            var shown = ShownText.Name(before + string.Concat(Enumerable.Repeat("🎬", 500)));
            Assert.InRange(shown.Length, ShownText.NameLength - 2, ShownText.NameLength);
            Assert.EndsWith("🎬…", shown, StringComparison.Ordinal);
        }

        Assert.Equal("a\uFFFD", ShownText.Name("a\uD83C"));
    }

    [Fact]
    public void Data_for_programs_says_the_same_without_turning_letters_round()
    {
        var json = JsonSerializer.Serialize(new { name = "\u202Ex\u2066" }, Relaxed);

        var escaped = ShownText.Escaped(json);

        Assert.Equal("""{"name":"\u202ex\u2066"}""", escaped, ignoreCase: true);
        Assert.Equal("\u202Ex\u2066", JsonDocument.Parse(escaped).RootElement.GetProperty("name").GetString());
    }
}
