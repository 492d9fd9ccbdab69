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
