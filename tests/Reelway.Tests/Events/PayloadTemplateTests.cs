using System.Text.Json.Nodes;
using Reelway.Facts;
using Reelway.Events;

namespace Reelway.Tests.Events;

public sealed class PayloadTemplateTests
{
    private static readonly JsonObject Envelope = JsonNode.Parse(
        """{"type":"talk.published","id":"msg_1","sequence":7,"data":{"title":"He said \"go\"\n{id}","count":3,"tags":["a",1],"none":null}}""")!.AsObject();

    [Theory]
    [InlineData("""{"n":"{count}"}""", """{"n":3}""")]
    [InlineData("""{"n":"{tags}"}""", """{"n":["a",1]}""")]
    [InlineData("""{"n":"{none}","m":"[{none}]"}""", """{"n":null,"m":"[]"}""")]
    [InlineData("""{"n":["{sequence}",true,{"x":"{type}"}]}""", """{"n":[7,true,{"x":"talk.published"}]}""")]
    [InlineData("""{"n":"{count} talks, {tags}"}""", """{"n":"3 talks, [\u0022a\u0022,1]"}""")]
    [InlineData("""{"n":"{{count}} {count}"}""", """{"n":"{count} 3"}""")]
    public void A_placeholder_alone_keeps_its_type_and_among_others_becomes_text(string template, string expected)
        => Assert.Equal(expected, PayloadTemplate.Parse(template).Fill(Envelope).ToJsonString());

    [Fact]
    public void What_a_value_holds_is_neither_json_nor_a_placeholder()
        => Assert.Equal("He said \"go\"\n{id}!", (string?)PayloadTemplate.Parse("""{"text":"{title}!"}""").Fill(Envelope)["text"]);

    [Theory]
    [InlineData("[1]", "must be a JSON object")]
    [InlineData("{\n\"a\":}", "The template is not valid JSON: ")]
    [InlineData("""{"a":1,"a":2}""", "The template is not valid JSON: ")]
    [InlineData("""{"a":["{title"]}""", "lone brace in \"{title\" at $.a[0]")]
    public void What_is_no_template_is_refused_with_its_place(string text, string sentence)
        => Assert.Contains(sentence, Assert.Throws<FormatException>(() => PayloadTemplate.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_placeholder_that_one_of_the_types_has_not_is_reported_with_what_there_is()
    {
        var template = PayloadTemplate.Parse("""{"a":{"b":"{link} {sequence}"}}""");

        Assert.Null(template.Problem([EventType.Find("talk.published")!, EventType.Find("talk.adopted")!]));
        Assert.Equal(
            "The template has {link} at $.a.b, which talk.failed has not; it has talk, title, run, reason, type, timestamp, id, subject, sequence, data.",
            template.Problem([EventType.Find("talk.published")!, EventType.Find("talk.failed")!]));
    }
}
