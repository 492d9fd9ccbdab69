namespace Reelway.Media;

/// <summary>A caption, and when it is shown.</summary>
/// <param name="Start">When it appears.</param>
/// <param name="End">When it goes.</param>
/// <param name="Text">WebVTT markup with no other tags than i, b and u; its lines with <c>\n</c> between them, none of them empty.</param>
internal sealed record CaptionCue(TimeSpan Start, TimeSpan End, string Text);
