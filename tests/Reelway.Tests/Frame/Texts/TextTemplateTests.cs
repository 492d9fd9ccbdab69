using Reelway.Engine;
using Reelway.Frame.Texts;

namespace Reelway.Tests.Frame.Texts;

public sealed class TextTemplateTests
{
    private static readonly Dictionary<string, object?> Values = new()
    {
        ["title"] = "Hens & <eggs> {{link}}",
        ["link"] = "https://x.test/?a=1&b=2",
        ["count"] = 3,
        ["nothing"] = null,
        ["tags"] = new List<object?> { "farm", "<b>" },
        ["people"] = new List<object?>
        {
            new Dictionary<string, object?> { ["name"] = "Ada", ["company"] = "Hen House" },
            new Dictionary<string, object?> { ["name"] = "Bo", ["company"] = "" },
        },
    };

    [Fact]
    public void Places_are_filled_once_and_values_are_not_filled_again()
        => Assert.Equal("Hens & <eggs> {{link}} at https://x.test/?a=1&b=2!", Fill("{{title}} at {{ link }}!"));

    [Fact]
    public void In_html_values_are_escaped()
        => Assert.Equal("<b>Hens &amp; &lt;eggs&gt; {{link}}</b>", new TextTemplate("t", "<b>{{title}}</b>").FillHtml(Values));

    [Theory]
    [InlineData("{{ title | e }}", "Hens &amp; &lt;eggs&gt; {{link}}")]
    [InlineData("{{ tags|join(' & ') }}", "farm &amp; &lt;b&gt;")]
    [InlineData("{{ gone|default('<i>') }}", "&lt;i&gt;")]
    public void In_html_nothing_is_escaped_twice_and_nothing_never(string text, string expected)
        => Assert.Equal(expected, new TextTemplate("t", text).FillHtml(Values));

    [Theory]
    [InlineData("{{ people.name }}{{ x }}", "people.name")]
    [InlineData("{{ gone|upper }}", "gone")]
    public void A_name_that_nothing_fills_is_told(string text, string name)
        => Assert.Contains($"nothing fills {{{{{name}}}}}", Refused(text), StringComparison.Ordinal);

    [Theory]
    [InlineData("{{ count }} {{ nothing }}", "3 ")]
    [InlineData("{{ gone|default('-') }}{{ nothing|default('-', true) }}{{ link|default('-') }}", "--https://x.test/?a=1&b=2")]
    [InlineData("{{ tags|length }}{{ 'four'|length }}{{ tags | join(', ') | upper }}", "24FARM, <B>")]
    [InlineData("{{ 'ÄB'|lower }}", "äb")]
    [InlineData("{% for p in people %}{{ loop.index }}.{{ p.name }}{% if not loop.last %}, {% endif %}{% endfor %}", "1.Ada, 2.Bo")]
    [InlineData("{% for p in people %}{% for t in tags %}{{ p.name }}{{ loop.index }}{% endfor %}{{ loop.index }} {% endfor %}", "Ada1Ada21 Bo1Bo22 ")]
    [InlineData("{% if count > 2 and not gone %}many{% elif count == 2 %}two{% else %}few{% endif %}", "many")]
    [InlineData("{% if count < 2 or nothing %}a{% elif count != 3 %}b{% else %}c{% endif %}", "c")]
    [InlineData("{% for p in people %}{% if p.company %}{{ p.company }}{% else %}none{% endif %};{% endfor %}", "Hen House;none;")]
    [InlineData("{% if (count >= 3) and tags|length == 2 %}yes{% endif %}", "yes")]
    [InlineData("a{# {{ gone }} #}b", "ab")]
    [InlineData("{{ '}}' }}{{ \"%}\" }}", "}}%}")]
    [InlineData("one { two } {", "one { two } {")]
    public void The_language_is_a_part_of_jinja(string text, string expected) => Assert.Equal(expected, Fill(text));

    [Fact]
    public void A_line_with_nothing_but_a_tag_leaves_no_line()
        => Assert.Equal(
            "Speakers:\n- Ada\n- Bo\nBye\n",
            Fill("Speakers:\n{% for p in people %}\n- {{ p.name }}\n{% endfor %}\n{# done #}\nBye\n"));

    [Fact]
    public void An_unknown_place_is_named_with_its_line_and_what_there_is()
    {
        var values = new Dictionary<string, object?> { ["title"] = "", ["link"] = "" };
        var fault = Assert.Throws<FaultException>(() => new TextTemplate("mail.txt", "Hello\n{{titel}}").Fill(values)).Fault;
        Assert.Equal(FaultKind.NeedsPerson, fault.Kind);
        Assert.Equal("mail.txt, line 2: nothing fills {{titel}}. Places that can be used are {{link}}, {{title}}. Correct it, then retry.", fault.Sentence);
    }

    [Theory]
    [InlineData("{{title", "a {{ is never closed by }}")]
    [InlineData("{% if title", "a {% is never closed by %}")]
    [InlineData("{{ title|safe }}", "the filter safe is not known here")]
    [InlineData("{{ title|e|upper }}", "e must be the last filter")]
    [InlineData("{{ title|join }}", "join joins the elements of a list")]
    [InlineData("{{ title|upper(1) }}", "upper takes nothing in brackets")]
    [InlineData("{{ title() }}", "title( is not known here")]
    [InlineData("{{ tags[0] }}", "tags[ is not known here")]
    [InlineData("{{ }}", "nothing where a name should be")]
    [InlineData("{{ title link }}", "\"link\" is not understood")]
    [InlineData("{{ title + link }}", "\"+ link\" can't be read")]
    [InlineData("{{ tags }}", "a list or a group can't be written")]
    [InlineData("{% for p in title %}{% endfor %}", "is not a list")]
    [InlineData("{% for p in people %}", "never ended by {% endfor %}")]
    [InlineData("{% if title %}{% endfor %}", "never ended by {% endif %}; in line 2 stands {% endfor %}")]
    [InlineData("{% if title %}{% else %}{% else %}{% endif %}", "never ended by {% endif %}")]
    [InlineData("{% endif %}", "has nothing to belong to")]
    [InlineData("{% for people %}{% endfor %}", "a loop is written")]
    [InlineData("{% include 'x' %}", "{% include %} is not known here")]
    [InlineData("{%- if title %}{% endif %}", "{%- and -%} are not known here")]
    [InlineData("{% if count < title %}{% endif %}", "compares two numbers or two texts")]
    public void What_is_not_understood_is_refused_with_its_line(string text, string said)
    {
        var sentence = Refused("first\n" + text);
        Assert.StartsWith("t, line 2: ", sentence, StringComparison.Ordinal);
        Assert.Contains(said, sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_would_never_end_or_nests_too_deep_is_refused()
    {
        var many = new Dictionary<string, object?> { ["l"] = Enumerable.Range(0, 1000).Select(object? (number) => number).ToList() };
        var loops = new TextTemplate("t", "{% for a in l %}{% for b in l %}{% for c in l %}x{% endfor %}{% endfor %}{% endfor %}");
        Assert.Contains("too often", Assert.Throws<FaultException>(() => loops.Fill(many)).Message, StringComparison.Ordinal);
        Assert.Contains("inside each other", Refused(string.Concat(Enumerable.Repeat("{% if title %}", 500))), StringComparison.Ordinal);
        Assert.Contains("inside each other", Refused($"{{{{ {new string('(', 100)} }}}}"), StringComparison.Ordinal);
        Assert.Contains("inside each other", Refused($"{{% if {string.Concat(Enumerable.Repeat("not ", 100))} x %}}"), StringComparison.Ordinal);
        Assert.Contains("more than 500", Refused($"{{% if title {string.Concat(Enumerable.Repeat("or title ", 50_000))} %}}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{title}", "Hens & <eggs> {{link}}")]
    [InlineData("{ count } of {{ count }}", "3 of 3")]
    [InlineData("100 {{%}} {{}}", "100 {%} {}")]
    public void Subjects_are_written_as_python_writes_them(string text, string expected)
        => Assert.Equal(expected, new TextTemplate("t", text).FillSubject(Values));

    [Theory]
    [InlineData("{titel}", "nothing fills {titel}. Places that can be used are {count}, {link}, {nothing}, {title}.")]
    [InlineData("{title!r}", "{title!r} is not understood")]
    [InlineData("{count:>5}", "{count:>5} is not understood")]
    [InlineData("{}", "{} is not understood")]
    [InlineData("{title", "a { stands alone")]
    [InlineData("title}", "a } stands alone")]
    [InlineData("{tags}", "a list or a group")]
    [InlineData("{title.x}", "nothing fills {title.x}")]
    public void A_subject_that_is_not_understood_is_refused(string text, string said)
        => Assert.Contains(said, Assert.Throws<FaultException>(() => new TextTemplate("t", text).FillSubject(Values)).Message, StringComparison.Ordinal);

    private static string Fill(string text) => new TextTemplate("t", text).Fill(Values);

    private static string Refused(string text) => Assert.Throws<FaultException>(() => Fill(text)).Fault.Sentence;
}
