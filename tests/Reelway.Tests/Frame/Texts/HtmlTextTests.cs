using Reelway.Frame.Texts;

namespace Reelway.Tests.Frame.Texts;

public sealed class HtmlTextTests
{
    [Fact]
    public void Html_is_read_as_a_person_reads_it()
        => Assert.Equal(
            """
            Hello Ada & Bo,

            your talk is online:
            Watch it (https://x.test/?a=1&b=2) or https://x.test/

            - one
            - two > one

            Name | Kind
            Ada | hen
            Bo |

            """.ReplaceLineEndings("\n"),
            HtmlText.Of(
                """
                <!doctype html><html><head><title>Unseen</title><style>p > a { color: red }</style></head><body>
                <!-- <p>unseen</p> -->
                <p class="a>b">Hello   <b>Ada</b>
                &amp; Bo,</p>
                <p>your talk is online:<br><a href='https://x.test/?a=1&amp;b=2'>Watch it</a> or
                <a href="https://x.test/">https://x.test/</a></p>
                <ul><li>one</li><li>two &gt; one</li></ul>
                <table><tr><th>Name</th><th>Kind</th></tr>
                <tr><td>Ada</td> <td>hen</td></tr>
                <tr><td>Bo</td><td></td></tr></table>
                <script>alert(1)</script></body></html>
                """));

    [Theory]
    [InlineData("", "\n")]
    [InlineData("no tags at all", "no tags at all\n")]
    [InlineData("1 < 2 and <b", "1 < 2 and <b\n")]
    [InlineData("<p><p><p>a", "a\n")]
    public void Bad_html_is_read_too(string html, string expected) => Assert.Equal(expected, HtmlText.Of(html));
}
