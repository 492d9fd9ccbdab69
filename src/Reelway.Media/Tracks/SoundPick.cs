namespace Reelway.Media;

/// <summary>Chooses which sound of a file comes first in the clip, and which others come with it.</summary>
/// <remarks>Players play the first one, and most sites keep no other. The others are translations as a rule, so they stay.</remarks>
internal static class SoundPick
{
    /// <summary>True when it makes a difference whether a sound is silent.</summary>
    public static bool MustListen(MediaInfo info) => info.Audio.Count > 1;

    /// <summary>Chooses.</summary>
    /// <param name="info">The file, with the sounds that belong to its picture.</param>
    /// <param name="wished">Number of the sound asked for, from 1; null: the one that players play.</param>
    /// <param name="silent">Numbers of those that are silent.</param>
    /// <returns>The file with the sounds of the clip, the chosen one first.</returns>
    /// <exception cref="MediaException">There is no such sound.</exception>
    public static MediaInfo Of(MediaInfo info, int? wished, IReadOnlySet<int> silent)
    {
        if (wished is { } number && info.Audio.All(track => track.Number != number))
        {
            throw new MediaException(MediaFaultKind.BadSetting, NotThere(info, number));
        }

        if (info.Audio.Count == 0)
        {
            return info;
        }

        var channels = AreChannels(info.Audio);
        var marked = Marked(info.Audio);

        // Of channels the mark tells nothing but which comes first: a silent one is not what anybody means.
        marked = channels && marked.All(track => silent.Contains(track.Number)) ? [.. info.Audio] : marked;

        // One that the file marks is taken even if it is silent: it is for a person to say otherwise.
        var taken = wished is null ? marked.FirstOrDefault(track => !silent.Contains(track.Number)) ?? marked[0] : info.Audio.First(track => track.Number == wished);
        var choice = info.Choice ?? new TrackChoice(info.Video[0].Number, null);
        return info with
        {
            Audio = channels ? [taken] : [taken, .. info.Audio.Where(track => track.Number != taken.Number)],
            Choice = choice with
            {
                Sound = taken.Number,
                SoundReason = info.Audio.Count == 1 ? null : Reason(info.Audio, marked, taken, wished is not null, silent, channels),
                Warning = Warning(info, taken, silent),
            },
        };
    }

    /// <summary>Those among which players take the first: all, or those that are marked as default, and no comment on or description of what is seen.</summary>
    private static List<AudioTrack> Marked(IReadOnlyList<AudioTrack> sounds)
    {
        List<AudioTrack> left = [.. sounds];
        Func<AudioTrack, bool>[] marks = [track => track.IsDefault, track => !track.IsAside];
        foreach (var mark in marks)
        {
            left = left.Exists(track => mark(track)) ? left.FindAll(track => mark(track)) : left;
        }

        return left;
    }

    /// <summary>A camera records each microphone as a mono track of plain samples, and says of none what language it is in: not translations, but channels.</summary>
    private static bool AreChannels(IReadOnlyList<AudioTrack> sounds)
        => sounds.Count > 1 && sounds.All(track => track is { Channels: 1, Language: null } && track.Codec.StartsWith("pcm_", StringComparison.Ordinal));

    private static string Reason(
        IReadOnlyList<AudioTrack> sounds, List<AudioTrack> marked, AudioTrack taken, bool isWished, IReadOnlySet<int> silent, bool channels)
    {
        var why = isWished ? "as asked for"
            : marked.Count == 1 && taken.IsDefault ? "marked as default"
            : taken.Number != marked[0].Number ? "the first that is not silent"
            : marked.Count < sounds.Count ? taken.IsDefault ? "the first that is marked as default" : "the first that is no comment"
            : "the first";
        var others = channels ? "the others are further channels of a camera, and left out" : "the others follow it";
        var quiet = silent.Count == 0 || silent.Count == sounds.Count ? "" : silent.Count == 1 ? $"; sound {silent.Single()} is silent" : $"; sounds {string.Join(", ", silent.Order())} are silent";
        return $"sound {taken.Number} of {sounds.Count} ({taken.Words}): {why}{quiet}; {others}";
    }

    private static string? Warning(MediaInfo info, AudioTrack taken, IReadOnlySet<int> silent)
        => silent.Contains(taken.Number) && info.Audio.FirstOrDefault(track => !silent.Contains(track.Number)) is { } loud
            ? $"Sound {taken.Number} of {info.Name} is silent wherever it was listened to, but sound {loud.Number} ({loud.Words}) is not: choose it with media.sound_track or --sound-track {loud.Number} if it is the right one."
            : null;

    private static string NotThere(MediaInfo info, int wished) => info.Audio.Count == 0
        ? $"{info.Name} has no sound, but media.sound_track or --sound-track asks for sound {wished}: leave that out."
        : $"{info.Name} has {(info.Audio.Count == 1 ? "1 sound" : $"{info.Audio.Count} sounds")}, but media.sound_track or --sound-track asks for sound {wished}: "
            + $"choose among {string.Join(", ", info.Audio.Select(track => $"{track.Number} ({track.Words})"))}.";
}
