namespace Reelway.Media;

/// <summary>How the picture of a clip is made.</summary>
public enum MediaRender
{
    /// <summary>What lies between the fades is copied wherever that is safe, and proved; otherwise every frame is encoded.</summary>
    Auto,

    /// <summary>Every frame is encoded.</summary>
    Full,
}
