namespace Reelway.Media;

/// <summary>What is done about how loud a clip is (EBU R128).</summary>
public enum MediaLoudness
{
    /// <summary>Nothing.</summary>
    Off,

    /// <summary>The finished clip is measured.</summary>
    Measure,

    /// <summary>The range to keep is measured first, and made as loud as <see cref="MediaOptions.LoudnessTarget"/> where it is not. That encodes all sound.</summary>
    Normalise,
}
