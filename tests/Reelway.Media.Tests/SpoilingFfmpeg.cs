namespace Reelway.Media.Tests;

/// <summary>Stands before the real ffmpeg and spoils a few bytes in the middle of what a join has written.</summary>
internal static class SpoilingFfmpeg
{
    /// <summary>Writes it, and returns where it is.</summary>
    public static string WriteTo(TempFolder folder) => folder.WriteScript("ffmpeg", """
        #!/bin/bash
        ffmpeg "$@" || exit
        for last; do :; done
        case "$*" in *join.ffconcat*)
          file=${last#file:}
          printf '\xAA\x55\xAA' | dd of="$file" bs=1 seek=$(($(stat -c %s "$file") / 2)) conv=notrunc status=none ;;
        esac
        """);
}
