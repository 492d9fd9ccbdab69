namespace Reelway.Frame.Texts;

/// <summary>What stands in a place or behind <c>if</c> and <c>in</c>.</summary>
/// <param name="Line">Where, counted from 1.</param>
internal abstract record TemplateExpression(int Line);

/// <summary>A text, a number, true, false or none.</summary>
internal sealed record LiteralExpression(int Line, object? Value) : TemplateExpression(Line);

/// <summary>A name, or names with dots between them.</summary>
internal sealed record PathExpression(int Line, IReadOnlyList<string> Names) : TemplateExpression(Line)
{
    public override string ToString() => string.Join('.', Names);
}

/// <summary>A value behind which stands <c>| name(arguments)</c>.</summary>
internal sealed record FilterExpression(int Line, TemplateExpression Value, string Name, IReadOnlyList<TemplateExpression> Arguments) : TemplateExpression(Line);

internal sealed record NotExpression(int Line, TemplateExpression Value) : TemplateExpression(Line);

/// <param name="Operator"><c>and</c>, <c>or</c>, or a comparison.</param>
internal sealed record PairExpression(int Line, TemplateExpression Left, string Operator, TemplateExpression Right) : TemplateExpression(Line);
