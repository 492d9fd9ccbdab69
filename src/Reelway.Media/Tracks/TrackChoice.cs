namespace Reelway.Media;

/// <summary>Which of a file's pictures and sounds are taken, and why.</summary>
/// <param name="Picture">Number of the picture, from 1 in the file's order.</param>
/// <param name="Sound">Number of the sound that comes first in the clip, from 1 in the file's order; null: the file has none.</param>
public sealed record TrackChoice(int Picture, int? Sound)
{
    /// <summary>Why this picture, in words; null: there is only one.</summary>
    public string? PictureReason { get; init; }

    /// <summary>Why this sound, in words; null: there is at most one.</summary>
    public string? SoundReason { get; init; }

    /// <summary>What is probably wrong with the choice, as a sentence; null: nothing.</summary>
    public string? Warning { get; init; }

    /// <summary>Both reasons; null where nothing had to be chosen.</summary>
    public string? Reason => (PictureReason, SoundReason) switch
    {
        (null, null) => null,
        ({ } picture, null) => picture,
        (null, { } sound) => sound,
        ({ } picture, { } sound) => $"{picture}; {sound}",
    };
}
