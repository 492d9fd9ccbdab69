namespace Reelway.Frame.Texts;

/// <summary>Something in a text is wrong; the message is a sentence without the text's name.</summary>
/// <param name="line">Where, counted from 1.</param>
internal sealed class TemplateException(int line, string sentence) : Exception(sentence)
{
    public int Line { get; } = line;
}
