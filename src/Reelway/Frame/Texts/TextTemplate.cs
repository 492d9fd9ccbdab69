using Reelway.Engine;

namespace Reelway.Frame.Texts;

/// <summary>A text with places to fill, in a small part of the language of Jinja: <c>Dear {{ first_name }}</c>, <c>{% for %}</c>, <c>{% if %}</c>.</summary>
/// <param name="Name">What people call it, for sentences: the file, or the setting that would name one.</param>
internal sealed record TextTemplate(string Name, string Text)
{
    /// <summary>The line of the file on which the text begins, counted from 1.</summary>
    public int FirstLine { get; init; } = 1;

    /// <summary>Fills the places. A value is put in as it is: what looks like a place in it is not filled again.</summary>
    /// <exception cref="FaultException">Something in the text is wrong or can't be filled; needs a person.</exception>
    public string Fill(IReadOnlyDictionary<string, object?> values) => Fill(values, escapes: false);

    /// <summary>Fills the places of an HTML text; values are escaped.</summary>
    /// <inheritdoc cref="Fill(IReadOnlyDictionary{string, object?})"/>
    public string FillHtml(IReadOnlyDictionary<string, object?> values) => Fill(values, escapes: true);

    /// <summary>Fills the places of a subject, which are written as Python writes them: <c>{title}</c>.</summary>
    /// <inheritdoc cref="Fill(IReadOnlyDictionary{string, object?})"/>
    public string FillSubject(IReadOnlyDictionary<string, object?> values) => Told(() => SubjectText.Fill(Text, values));

    private string Fill(IReadOnlyDictionary<string, object?> values, bool escapes)
        => Told(() => new TemplateWriter(values, escapes).Write(new TemplateParser(Text).Parse()));

    private string Told(Func<string> fill)
    {
        try
        {
            return fill();
        }
        catch (TemplateException problem)
        {
            throw FaultException.Correction($"{Name}, line {FirstLine + problem.Line - 1}: {problem.Message}", inner: problem);
        }
    }
}
