namespace Reelway.Media;

/// <summary>What a file says about its colours, in ffmpeg's words; null where it says nothing.</summary>
/// <param name="Range"><c>tv</c> or <c>pc</c>.</param>
/// <param name="Space">Matrix from RGB, as <c>bt709</c>.</param>
/// <param name="Transfer">Transfer curve, as <c>bt709</c>.</param>
/// <param name="Primaries">Primaries, as <c>bt709</c>.</param>
public sealed record ColourTags(string? Range = null, string? Space = null, string? Transfer = null, string? Primaries = null);
