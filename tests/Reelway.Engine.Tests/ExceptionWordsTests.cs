namespace Reelway.Engine.Tests;

public sealed class ExceptionWordsTests
{
    [Fact]
    public void Names_of_code_do_not_get_out()
    {
        Exception[] failures =
        [
            new ArgumentOutOfRangeException("port"), new ArgumentNullException("value"), new ArgumentOutOfRangeException("port", 70000, "Out of range."), new KeyNotFoundException("The given key was not present in the dictionary."),
            new InvalidCastException("Unable to cast object of type 'System.String' to type 'System.Collections.Generic.List`1[System.Int32]'."),
            new InvalidOperationException("No service for type 'Reelway.Talks.TalkStore' has been registered."), new FormatException("'x' is no System.Int32"), new IOException(""),
        ];
        Assert.All(failures, failure =>
        {
            var words = ExceptionWords.Of(failure);
            Assert.DoesNotMatch(@"Parameter '|System\.|Reelway\.|`|Actual value", words);
            Assert.NotEmpty(words);
        });
    }

    [Fact]
    public void A_message_for_people_stays_without_its_full_stop()
        => Assert.Equal("No space left on device : '/data/x'", ExceptionWords.Of(new IOException("No space left on device : '/data/x'.")));
}
