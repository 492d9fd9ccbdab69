using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Reelway.Talks.Text;

namespace Reelway.Tests.Talks.Text;

public sealed class TalkTitleTests
{
    [Theory]
    [InlineData("What is next: hens or eggs?", "What is next_ hens or eggs_")]
    [InlineData("What is next: hens or eggs?", "what is next hens or eggs")]
    [InlineData("What is next: hens or eggs?", "What is next： hens or eggs？")]
    [InlineData("AC/DC", "AC_DC")]
    [InlineData("AC/DC", "AC\u2215DC")]
    [InlineData("The “big” one", "The _big_ one")]
    [InlineData("Who\u2019s who", "Who's who")]
    [InlineData("Café", "Cafe\u0301")]
    [InlineData("ΣΊΣΥΦΟΣ", "Σίσυφος")]
    [InlineData("The end...", "The end")]
    [InlineData("Line one\nline two", "Line one line two")]
    [InlineData("../../etc/passwd", ".. .. etc passwd")]
    [InlineData("Owls \u2013 why", "Owls - why")]
    [InlineData("Owls \u2014 why", "Owls - why")]
    [InlineData("Owls \u2212 why", "Owls - why")]
    [InlineData("Well\u2011known \u2010 owls", "Well-known - owls")]
    [InlineData("Owls \u2015 why \u2012 not", "Owls - why - not")]
    [InlineData("10 \u301C 12", "10 \uFF5E 12")]
    [InlineData("Owls\u200B why", "Owls why")]
    [InlineData("\uFEFFOwls why", "Owls why")]
    [InlineData("Ow\u00ADls why\u200E", "Owls why")]
    [InlineData("Owls\u00A0why", "Owls why")]
    [InlineData("Owls\u202Fwhy", "Owls_why")]
    [InlineData("Caf\u0065\u200B\u0301", "Café")]
    [InlineData("Große Straße", "Grosse Strasse")]
    [InlineData("GROẞE STRASSE", "große straße")]
    [InlineData("The «big» one", "The \"big\" one")]
    [InlineData("The „big“ one", "The _big_ one")]
    [InlineData("Who\u00B4s who", "Who's who")]
    [InlineData("Who\u2032s `who`", "Who's 'who'")]
    [InlineData("Love \u2764\uFE0F owls", "Love \u2764 owls")]
    public void A_title_and_its_file_names_meet(string title, string fileTitle)
        => Assert.Equal(TalkTitle.Normalise(title), TalkTitle.Normalise(fileTitle));

    [Fact]
    public void A_form_encoded_file_name_is_read_both_ways()
        => Assert.Equal(
            ["Small+pens+and+big+pens%3A+Why+so+many%3F", "Small pens and big pens: Why so many?"],
            TalkTitle.Readings("Small+pens+and+big+pens%3A+Why+so+many%3F"));

    [Theory]
    [InlineData("C++ for hens + eggs")]
    [InlineData("100% eggs")]
    public void A_plus_or_per_cent_among_words_is_no_encoding(string title) => Assert.Equal([title], TalkTitle.Readings(title));

    [Theory]
    [InlineData("Owls.mp4", "Owls")]
    [InlineData("Owls.v2.MOV", "Owls.v2")]
    [InlineData("What is .NET", "What is .NET")]
    [InlineData("Q. E. D.", "Q. E. D.")]
    public void Only_a_video_s_extension_is_cut_off(string fileName, string title) => Assert.Equal(title, TalkTitle.OfFile(fileName));

    [Fact]
    public void Normalising_twice_changes_nothing_more()
        => Prop.ForAll<NonNull<string>>(text =>
        {
            var once = TalkTitle.Normalise(text.Get);
            return TalkTitle.Normalise(once) == once;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Composition_case_and_forbidden_characters_never_matter()
        => Prop.ForAll<NonNull<string>>(text =>
        {
            var written = text.Get.Replace('/', '_').Replace(':', '_').Replace('?', '_').Replace('"', '_');
            return TalkTitle.Normalise(written) == TalkTitle.Normalise(text.Get);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Half_a_surrogate_pair_is_no_obstacle()
        => Assert.Equal(TalkTitle.Normalise("a\uFFFDb"), TalkTitle.Normalise("a\uD800b"));

    [Fact]
    public void The_nearest_titles_come_best_first()
        => Assert.Equal(
            ["Owls at dusk", "Owls at dawn"],
            TalkTitle.Nearest("owls_at_dask", ["Bees", "Owls at dawn", "Owls at dusk", "A talk about nothing of the kind"], count: 2));

    [Theory]
    [InlineData("zzz")]
    [InlineData("GX010042")]
    [InlineData("recording 2026-03-01")]
    [InlineData("The history of the bicycle in the far north")]
    [InlineData("\u200B")]
    public void A_title_that_nobody_can_have_meant_is_not_offered(string fileTitle)
        => Assert.Empty(TalkTitle.Nearest(fileTitle, ["Owls at dawn", "Bees", "A talk about nothing of the kind", ""], count: 3));

    [Theory]
    [InlineData("Owls", "Owls at dawn: why they turn their heads")]
    [InlineData("at dawn, owls", "Owls at dawn")]
    [InlineData("Owls at dawn (final cut) v2", "Owls at dawn")]
    [InlineData("Owsl at dawn", "Owls at dawn")]
    public void A_title_that_is_shortened_misspelt_or_in_another_order_is_offered(string fileTitle, string title)
        => Assert.Equal([title], TalkTitle.Nearest(fileTitle, ["Bees", title, "A talk about nothing of the kind"], count: 3));

    [Theory]
    [InlineData("Owls аt dusk", "Owls at dusk", " (there \"a\" is U+0061, and in the recording's name \"а\" is U+0430)")]
    [InlineData("Owls at dask", "Owls at dusk", "")]
    [InlineData("Owls", "Owls at dusk", "")]
    public void A_letter_of_another_alphabet_is_named(string fileTitle, string title, string words)
        => Assert.Equal(words, TitleLikeness.HiddenDifference(fileTitle, title));

    [Fact]
    public void A_cell_full_of_prose_does_not_stop_the_search()
    {
        var prose = string.Concat(Enumerable.Repeat("🦉 and so on ", 20_000));
        Assert.Equal(["Owls"], TalkTitle.Nearest("Owl", [prose, "Owls"], count: 1));
    }

    [Fact]
    public void Decomposed_titles_are_the_same_talk()
        => Assert.True(TalkTitle.AreSame("Café olé", "Café  olé".Normalize(NormalizationForm.FormD)));
}
