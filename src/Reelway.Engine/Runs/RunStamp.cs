namespace Reelway.Engine;

/// <summary>A short text that is kept with each run that this process starts, such as the hash of the configuration that holds; the engine makes nothing of it.</summary>
/// <remarks>A child has that of its parent. Safe for reading and writing at the same time.</remarks>
public sealed class RunStamp
{
    private volatile string? _text;

    /// <summary>The text from now on; null for none.</summary>
    public string? Text
    {
        get => _text;
        set => _text = value;
    }
}
