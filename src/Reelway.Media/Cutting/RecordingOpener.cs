namespace Reelway.Media;

/// <summary>Opens a recording for a cut: finds what is in it, chooses its picture, and copies it where it cannot be cut as it is.</summary>
internal sealed class RecordingOpener(MediaProbe probe, IndexedCopy indexedCopy, MediaOptions options)
{
    /// <summary>Opens.</summary>
    /// <param name="picture">Number of the picture asked for, from 1; null: that of the settings.</param>
    /// <param name="sound">Number of the sound asked for, from 1; null: that of the settings.</param>
    /// <param name="render"><see cref="MediaRender.Full"/>: only what is not told otherwise needs a copy.</param>
    /// <param name="scratch">Holds the copy.</param>
    /// <returns>What is cut: length and times are those of the copy, where there is one.</returns>
    public async Task<MediaInfo> OpenAsync(string source, int? picture, int? sound, MediaRender render, Scratch scratch, CancellationToken cancellation)
    {
        var info = PicturePick.Of(await probe.ProbeAsync(source, cancellation), picture ?? options.PictureTrack, sound ?? options.SoundTrack);
        var helps = IndexedCopy.MayRestart(info) || (render == MediaRender.Auto && IndexedCopy.Helps(info));
        return helps && await indexedCopy.MakeAsync(info, scratch, cancellation) is { } copy ? copy : info;
    }
}
