using Reelway.Talks.Text;

namespace Reelway.Talks.Sources;

/// <summary>Which names are those of recordings: the one rule of watched folders and buckets, where cameras, people and programs put other things beside them.</summary>
internal static class RecordingNames
{
    /// <summary>Why what is called so is passed by; null for a recording.</summary>
    /// <param name="name">A file's name, or an object's key.</param>
    public static string? WhyPassedBy(string name)
        => name.EndsWith('/') ? "a folder's mark and no recording"
            : name.Split('/').Any(IsHidden) ? "hidden, as programs do with notes of their own"
            : SideCaptions.IsName(name) ? "captions, which are fetched with their recording"
            : !TalkTitle.IsVideoName(name) ? "its name does not end like a video's"
            : null;

    private static bool IsHidden(string part) => part.StartsWith('.') && part is not ("." or "..");
}
