using Microsoft.Win32.SafeHandles;

namespace Reelway.Media;

/// <summary>What the clip's own index says.</summary>
/// <param name="File">The clip.</param>
/// <param name="Tracks">Its tracks.</param>
/// <param name="ParameterSets">What decoders take the picture's coding from.</param>
internal sealed record ClipIndex(SafeFileHandle File, IReadOnlyList<SampleTable?> Tracks, AvcConfiguration ParameterSets)
{
    /// <summary>The picture; null when there is none, or it is laid out in another way.</summary>
    public SampleTable? Picture => Tracks.FirstOrDefault(table => table?.Handler == "vide");

    /// <summary>The sound track of this number; null when there is none.</summary>
    public SampleTable? Sound(int number) => Tracks.Where(table => table?.Handler == "soun").ElementAtOrDefault(number);
}
