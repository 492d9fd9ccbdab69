namespace Reelway.Connectors.Facebook;

/// <summary>How far a video is.</summary>
public enum FacebookVideoStatus
{
    /// <summary>Facebook said nothing, or a word that is not known.</summary>
    Unknown,

    /// <summary>Bytes are missing, or the upload was not finished yet.</summary>
    Uploading,

    /// <summary>All is there; Facebook works on it.</summary>
    Processing,

    /// <summary>Can be watched.</summary>
    Ready,

    /// <summary>Facebook gave up on it.</summary>
    Error,

    /// <summary>Its time is over.</summary>
    Expired,
}
