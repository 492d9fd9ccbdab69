namespace Reelway.Frame.Server;

/// <summary>Files of this server's user alone, such as they lie in a <see cref="PrivateFolder"/>.</summary>
internal static class PrivateFile
{
    private const string DraftEnding = ".new";

    /// <summary>Puts a content in the file's place, whole or not at all, also when the power fails.</summary>
    public static void Replace(string path, ReadOnlySpan<byte> content)
    {
        var draft = $"{path}.{Environment.ProcessId}{DraftEnding}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        // A draft that is there keeps its rights, whoever made it: only a new one has ours.
        File.Delete(draft);
        try
        {
            using (var stream = new FileStream(draft, options))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            File.Move(draft, path, overwrite: true);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>Removes what processes left that were killed while they wrote the file.</summary>
    public static void RemoveDrafts(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (Directory.Exists(folder))
        {
            foreach (var draft in Directory.EnumerateFiles(folder, $"{Path.GetFileName(path)}.*{DraftEnding}"))
            {
                File.Delete(draft);
            }
        }
    }
}
