namespace Reelway.Media;

/// <summary>How ffmpeg and ffprobe open a stranger's file: that file and nothing else.</summary>
/// <remarks>
/// A playlist or a concat script with a video's name would make them open whatever it lists: other files of the server, or addresses in
/// its network. So only plain files and pipes may be opened at all, and only containers that hold their own content are tried.
/// </remarks>
internal static class SafeInput
{
    /// <summary>Names of ffmpeg's demuxers. None of them follows references to other files with its default settings.</summary>
    private const string Containers = "mov,matroska,mpegts,mpeg,avi,flv,asf,mxf,ogg";

    /// <summary>What people call them.</summary>
    public const string ContainersInWords = "MP4, MOV, MKV, WebM, MPEG-TS, MPEG-PS, AVI, FLV, WMV, MXF or Ogg";

    public static IReadOnlyList<string> Guards { get; } = ["-protocol_whitelist", "file,pipe", "-format_whitelist", Containers];

    /// <summary>The argument for a file, safe from names such as <c>-y</c> or <c>http:x</c>.</summary>
    public static string FileArgument(string path) => "file:" + Path.GetFullPath(path);
}
