using System.Globalization;
using Reelway.Scaling.Names;

namespace Reelway.Scaling.Fields;

/// <summary>Where the value of an updated field can come from.</summary>
internal static class FieldSources
{
    /// <summary>The name that the DAM gets.</summary>
    public const string CleanFilename = "clean_filename";

    private static readonly Dictionary<string, Func<TechnicalMetadata, string?>> Technical = new()
    {
        ["video_duration"] = video => video.Duration.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture),
        ["video_width"] = video => video.Width.ToString(CultureInfo.InvariantCulture),
        ["video_height"] = video => video.Height.ToString(CultureInfo.InvariantCulture),
        ["video_resolution"] = video => string.Create(CultureInfo.InvariantCulture, $"{video.Width}x{video.Height}"),
        ["video_codec"] = video => video.Codec,
        ["video_frame_rate"] = video => video.FrameRate?.ToString("0.###", CultureInfo.InvariantCulture),
    };

    /// <summary>The names of all of them.</summary>
    public static IReadOnlyList<string> All { get; } = [CleanFilename, .. NameTokens.All, .. Technical.Keys];

    /// <summary>What a source says of a file; null when it says nothing.</summary>
    public static string? Read(string source, NameReading name, TechnicalMetadata? video)
        => source == CleanFilename ? name.CleanName
            : Technical.TryGetValue(source, out var read) ? video is null ? null : read(video)
            : name.Values.GetValueOrDefault(source);
}
