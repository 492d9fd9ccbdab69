namespace Reelway.Media;

/// <summary>How the sound of a clip is made whose picture is copied.</summary>
public enum MediaAudio
{
    /// <summary>What lies between the fades is copied where every check allows it, and proved; otherwise all sound is encoded.</summary>
    Auto,

    /// <summary>As <see cref="Auto"/>, but a cut where that is not possible is refused, with the reason.</summary>
    Splice,

    /// <summary>All sound is encoded.</summary>
    Encode,
}
