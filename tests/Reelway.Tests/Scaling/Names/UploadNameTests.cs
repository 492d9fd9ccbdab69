using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Reelway.Scaling.Names;

namespace Reelway.Tests.Scaling.Names;

public sealed class UploadNameTests
{
    private const string Id = "QR34ST";

    private static readonly NamePattern First = NamePattern.Load(new() { Pattern = "{tracking_id}-{subject_title}" }, new List<string>())!;

    [Theory]
    [InlineData("spot_30s.mp4", "spot_30s_QR34ST.mp4")]
    [InlineData("spot.v1.final.MOV", "spot.v1.final_QR34ST.MOV")]
    [InlineData("README", "README_QR34ST")]
    [InlineData(".profile", ".profile_QR34ST")]
    [InlineData("What is new", "What is new_QR34ST")]
    [InlineData("What is v1.0 of it", "What is v1.0 of it_QR34ST")]
    public void The_id_stands_before_the_extension(string master, string upload)
    {
        var composed = NamePattern.Default.Compose(master, Id);

        Assert.Equal((upload, master), (composed.Name, composed.Original));
        Assert.Empty(composed.Changes);
    }

    [Fact]
    public void The_id_stands_where_the_pattern_has_it() => Assert.Equal("QR34ST-spot.mp4", First.Compose("spot.mp4", Id).Name);

    [Theory]
    [InlineData("a/b\\c.mp4", "abc_QR34ST.mp4")]
    [InlineData("spot .mp4", "spot_QR34ST.mp4")]
    [InlineData(" spot\u200F\u0007.mp4 ", "spot_QR34ST.mp4")]
    [InlineData("e\u200F\u0301.mp4", "\u00E9_QR34ST.mp4")]
    [InlineData("..", "asset_QR34ST")]
    [InlineData("", "asset_QR34ST")]
    [InlineData("žluť.mp4", "žluť_QR34ST.mp4")]
    public void What_Box_refuses_is_taken_out_and_said(string master, string upload)
    {
        var composed = NamePattern.Default.Compose(master.Normalize(NormalizationForm.FormD), Id);

        Assert.Equal(upload, composed.Name);
        Assert.Equal(master.Normalize(NormalizationForm.FormD), composed.Original);
        Assert.Equal(["Letters that Box refuses or nobody sees were taken out of the name."], composed.Changes);
    }

    [Fact]
    public void A_long_name_is_cut_between_letters_and_keeps_id_and_extension()
    {
        var composed = NamePattern.Default.Compose(new string('e', 200) + string.Concat(Enumerable.Repeat("👩‍🚀", 20)) + ".mp4", Id);

        Assert.EndsWith("_QR34ST.mp4", composed.Name, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount(composed.Name), 240, 255);
        Assert.Contains("The name was cut to the 255 bytes that it may have.", composed.Changes);
        Assert.DoesNotContain('\uFFFD', Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(composed.Name)));
    }

    [Fact]
    public void What_is_no_tracking_id_is_not_put_into_a_name()
        => Assert.Throws<ArgumentException>(() => NamePattern.Default.Compose("spot.mp4", "QR34S"));

    [Fact]
    public void Reading_what_composing_made_gives_the_same_id()
        => Prop.ForAll(Masters(), Patterns(), (master, pattern) => pattern.Read(pattern.Compose(master, Id).Name).TrackingId == Id).QuickCheckThrowOnFailure();

    [Fact]
    public void What_composing_made_is_a_name_that_Box_and_file_systems_take()
        => Prop.ForAll(Masters(), Patterns(), (master, pattern) =>
        {
            var name = pattern.Compose(master, Id).Name;
            return name.Length is > 0 and <= 255 && Encoding.UTF8.GetByteCount(name) <= 255 && name == name.Trim() && name is not "." and not ".."
                && !name.Any(letter => letter is '/' or '\\' || char.IsControl(letter));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Composing_again_from_what_was_composed_adds_nothing_but_the_id()
        => Prop.ForAll(Masters(), master =>
        {
            var once = NamePattern.Default.Compose(master, Id);
            var again = NamePattern.Default.Compose(once.Name, "ZZ99ZZ");
            return again.Changes.All(change => change.Contains("was cut", StringComparison.Ordinal)) && NamePattern.Default.Read(again.Name).TrackingId == "ZZ99ZZ";
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_name_without_violations_can_be_composed_and_cleaned()
        => Prop.ForAll(Derivatives(), name =>
        {
            var reading = NamePattern.Default.Read(name);
            return reading.IsValid
                && !reading.CleanName!.Contains(Id, StringComparison.OrdinalIgnoreCase)
                && NamePattern.Default.Compose(name, "ZZ99ZZ").Changes.Count == 0
                && NamePattern.Default.Read(NamePattern.Default.Compose(reading.CleanName, Id).Name) is { IsValid: true } again
                && again.CleanName == reading.CleanName;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_corrected_name_has_no_violations()
        => Prop.ForAll(Broken(), name =>
            NamePattern.Default.Read(name) is { IsValid: false, CorrectedName: { } corrected } ? NamePattern.Default.Read(corrected).IsValid : true)
            .QuickCheckThrowOnFailure();

    /// <summary>Whatever a master may be called.</summary>
    private static Arbitrary<string> Masters()
        => Gen.OneOf(
            ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""),
            Gen.Elements("spot_30s.mp4", "AB12CD.mp4", "ab12cd_zz99zz.mov", "a_b_c_d_e_f_AB12CD_.mp4", " .mp4", "_", "__.mp4", "x".PadRight(400, 'ž') + ".mp4", "Ω.tar.gz"),
            Gen.Elements("_ .-ž/\\\u200F\u0301AB12v30s".ToCharArray()).ArrayOf().Select(letters => new string(letters))).ToArbitrary();

    private static Arbitrary<NamePattern> Patterns() => Gen.Elements(NamePattern.Default, First).ToArbitrary();

    /// <summary>What an agency that knows the pattern calls its files.</summary>
    private static Arbitrary<string> Derivatives()
        => (from title in Gen.Elements("spot", "Summer spot", "žluť", "a.b-c", "👩", "30s", "IT")
            from duration in Gen.Elements("30s", "6S", "1m", "1m30s")
            from language in Gen.Elements("IT", "fr", "deu")
            from version in Gen.Elements("", "_v1", "_V12")
            from ending in Gen.Elements(".mp4", ".MOV", ".jpg")
            select $"{title}_{duration}_{language}{version}_{Id}{ending}").ToArbitrary();

    /// <summary>The same with a letter put in, taken out or replaced.</summary>
    private static Arbitrary<string> Broken()
        => (from name in Derivatives().Generator
            from at in Gen.Choose(0, name.Length - 1)
            from removed in Gen.Choose(0, 3)
            from added in Gen.Elements("", "_", " ", "-", "\u200F", "/", "x", "2", "__", ".")
            select name.Remove(at, Math.Min(removed, name.Length - at)).Insert(at, added)).ToArbitrary();
}
