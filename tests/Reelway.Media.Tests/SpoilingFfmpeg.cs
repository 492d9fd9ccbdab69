namespace Reelway.Media.Tests;

/// <summary>Stands before the real ffmpeg and spoils a few bytes of the encoded end, where its first packet begins.</summary>
internal static class SpoilingFfmpeg
{
    /// <summary>Writes it, and returns where it is.</summary>
    public static string WriteTo(TempFolder folder) => folder.WriteScript("ffmpeg", """
        #!/bin/bash
        ffmpeg "$@" || exit
        for last; do :; done
        case "$last" in */tail.mp4) printf '\x7F\x55\xAA' | dd of="${last#file:}" bs=1 seek=48 conv=notrunc status=none ;;
        esac
        """);
}
