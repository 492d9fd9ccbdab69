namespace Reelway.Media;

/// <summary>Why a piece of media work failed, for callers that decide what follows.</summary>
public enum MediaFaultKind
{
    /// <summary>The file cannot be used as it is: not a video, damaged, encrypted, gone. Repeating does not help.</summary>
    Unusable,

    /// <summary>The times asked for do not fit the file. Repeating does not help.</summary>
    BadRange,

    /// <summary>A setting demands what this recording does not allow, or names a file that cannot be used. Works again once either is changed.</summary>
    BadSetting,

    /// <summary>ffmpeg or ffprobe is not installed, or is not where the settings say.</summary>
    ToolMissing,

    /// <summary>The disk, or a quota, is full. Works again once there is room.</summary>
    NoSpace,

    /// <summary>The tool was ended because it took longer than allowed.</summary>
    TimedOut,

    /// <summary>The tool failed for a reason of its own; the sentence quotes its last words.</summary>
    Failed,
}
