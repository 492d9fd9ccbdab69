using System.Text.Json;
using Reelway.Frame;

namespace Reelway.Tests.Frame;

public sealed class JsonTroubleTests
{
    [Theory]
    [InlineData("hello", "--input is not valid JSON: 'h' is an invalid start of a value (line 1, byte 1).")]
    [InlineData("{", "--input is not valid JSON: There is an open JSON object or array that should be closed (line 1, byte 2).")]
    [InlineData("", "--input is not valid JSON: it is empty.")]
    [InlineData("{\"a\":1,\n\"a\":2}", "--input is not valid JSON: Duplicate property 'a' encountered during deserialization.")]
    public void A_text_that_is_no_json_gets_one_sentence_with_the_place(string text, string sentence)
    {
        var problem = Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false }));

        Assert.Equal(sentence, JsonTrouble.Sentence("--input", problem));
    }
}
