namespace Reelway.Frame.Texts;

/// <summary>A part of a text.</summary>
/// <param name="Line">Where it begins, counted from 1.</param>
internal abstract record TemplateNode(int Line);

/// <summary>What is written as it stands.</summary>
internal sealed record PlainNode(int Line, string Text) : TemplateNode(Line);

/// <summary><c>{{ … }}</c>.</summary>
internal sealed record PlaceNode(int Line, TemplateExpression Value) : TemplateNode(Line);

/// <summary><c>{% for NAME in … %}</c>.</summary>
internal sealed record LoopNode(int Line, string Name, TemplateExpression List, IReadOnlyList<TemplateNode> Body) : TemplateNode(Line);

/// <summary><c>{% if … %}</c>, with its other branches.</summary>
internal sealed record ChoiceNode(int Line, IReadOnlyList<TemplateBranch> Branches) : TemplateNode(Line);

/// <param name="Condition">Null for <c>else</c>.</param>
internal sealed record TemplateBranch(TemplateExpression? Condition, IReadOnlyList<TemplateNode> Body);
