using System.Text.RegularExpressions;

namespace Reelway.Architecture.Tests;

/// <summary>
/// A file whose name somebody else has chosen is opened by <c>NamedFile</c> alone: it may be a pipe that never answers or a device that never
/// ends. What opens only files that the program has made itself stands in a list, with whose they are.
/// </summary>
internal static partial class NamedFileRule
{
    /// <summary>Folders and files below <c>src/</c> that open only what the program itself, or the system, has made.</summary>
    private static readonly string[] OpenTheirOwn =
    [
        // Pieces, packet lists and frames in a scratch folder; encoded bumpers; clips in the making.
        "Reelway.Media/Bumpers/BumperCache.cs", "Reelway.Media/Cutting/PartFile.cs", "Reelway.Media/Posters/", "Reelway.Media/Proof/PacketListing.cs",
        "Reelway.Media/Proof/SmartProof.cs", "Reelway.Media/Proof/SoundProof.cs", "Reelway.Media/Scratch/", "Reelway.Media/Smart/ParameterSetPatch.cs",
        "Reelway.Media/Sound/", "Reelway.Media/Weaving/",
        // Notes of child processes, places of encoders, and /proc.
        "Reelway.Media/Processes/",
        // Notes of what is at work.
        "Reelway.Engine/Workers/",
        // What the sandbox was sent, in its own folder.
        "Reelway.Sandbox/",
        // The data directory: lock, pid and server.json, and what the demo has made.
        "Reelway/Frame/Server/", "Reelway/Hosting/Server/", "Reelway/Hosting/Demo/",
        // The last good copies of sheets, in the data directory.
        "Reelway/Talks/Sheets/SheetCopyFile.cs",
        // A video that was just moved into the library, and is put on the disk.
        "Reelway/Library/MediaLibrary.cs",
        // The key that whoever runs the server has named in its settings; no more of it is read than a key has.
        "Reelway.Connectors/Box/BoxKey.cs",
        // The one place.
        "Reelway.Media/Files/NamedFile.cs",
    ];

    public static IEnumerable<string> Breaches(SourceFile file)
        => !file.Path.StartsWith("src/", StringComparison.Ordinal) || file.Extension is not (".cs" or ".razor")
            || OpenTheirOwn.Any(own => file.Path["src/".Length..].StartsWith(own, StringComparison.Ordinal))
                ? []
                : file.Lines.SelectMany((line, index) => BareOpening().Matches(line)
                    .Select(match => $"{file.Path}:{index + 1} opens a file by \"{match.Value.TrimEnd('(')}\"; use NamedFile, or say in NamedFileRule whose files these are."));

    [GeneratedRegex(@"\bFile\.(?:ReadAll\w+|ReadLines\w*|Open\w*)\(|\.(?:OpenRead|OpenText)\(|new FileStream\([^;]*FileMode\.Open(?!OrCreate)\b|new StreamReader\((?:path|file|\w+(?:Path|File))\b")]
    private static partial Regex BareOpening();
}
