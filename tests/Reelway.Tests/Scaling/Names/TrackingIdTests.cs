using Reelway.Scaling.Names;

namespace Reelway.Tests.Scaling.Names;

public sealed class TrackingIdTests
{
    [Fact]
    public void New_ids_hold_no_letters_that_look_alike()
    {
        var random = new Random(1);

        for (var i = 0; i < 2000; i++)
        {
            var id = TrackingId.New(random.Next);
            Assert.Equal(6, id.Length);
            Assert.DoesNotContain(id, letter => !TrackingId.Alphabet.Contains(letter) || "0O1IL".Contains(letter));
            Assert.Equal(id, TrackingId.Read(id));
        }
    }

    [Fact]
    public void Every_letter_of_the_alphabet_comes_up()
        => Assert.Equal(TrackingId.Alphabet, string.Concat(Enumerable.Range(0, TrackingId.Alphabet.Length).Select(at => TrackingId.New(below => below == TrackingId.Alphabet.Length ? at : -1)[0])));

    [Theory]
    [InlineData("ab12cd", "AB12CD")]
    [InlineData("O0I1LZ", "O0I1LZ")]
    [InlineData("AB12C", null)]
    [InlineData("AB12CDE", null)]
    [InlineData("AB12C\u00C9", null)]
    [InlineData("AB12C٣", null)]
    [InlineData("AB 2CD", null)]
    public void An_id_is_read_whatever_its_case_and_whoever_issued_it(string text, string? id) => Assert.Equal(id, TrackingId.Read(text));
}
