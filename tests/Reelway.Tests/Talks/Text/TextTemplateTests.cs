using Reelway.Engine;
using Reelway.Talks.Text;

namespace Reelway.Tests.Talks.Text;

public sealed class TextTemplateTests
{
    private static readonly Dictionary<string, string> Values = new() { ["title"] = "Hens & <eggs> {{link}}", ["link"] = "https://x.test/?a=1&b=2" };

    [Fact]
    public void Places_are_filled_once_and_values_are_not_filled_again()
        => Assert.Equal("Hens & <eggs> {{link}} at https://x.test/?a=1&b=2!", new TextTemplate("t", "{{title}} at {{ link }}!").Fill(Values));

    [Fact]
    public void In_html_values_are_escaped()
        => Assert.Equal("<b>Hens &amp; &lt;eggs&gt; {{link}}</b>", new TextTemplate("t", "<b>{{title}}</b>").FillHtml(Values));

    [Fact]
    public void An_unknown_place_is_named_with_its_line_and_what_there_is()
    {
        var fault = Assert.Throws<FaultException>(() => new TextTemplate("mail.txt", "Hello\n{{titel}}").Fill(Values)).Fault;
        Assert.Equal(FaultKind.NeedsPerson, fault.Kind);
        Assert.Equal("mail.txt, line 2: nothing fills {{titel}}. Places that can be used are {{link}}, {{title}}.", fault.Sentence);
    }

    [Fact]
    public void An_unclosed_place_is_named()
        => Assert.Contains(
            "line 1: a {{ is never closed",
            Assert.Throws<FaultException>(() => new TextTemplate("t", "{{title").Fill(Values)).Message, StringComparison.Ordinal);
}
