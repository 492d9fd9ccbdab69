namespace Reelway.Intake;

/// <summary>
/// Where a path leads when every link on its way is followed. The framework's own way takes "../" in a link for the folder in the link's name, and not for the
/// one that it leads to.
/// </summary>
internal static class LinkedPath
{
    // As many as Linux follows.
    private const int MostLinks = 40;

    /// <summary>The place itself, without a link in it. What is not there yet stays as it is written.</summary>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static string Resolve(string path)
        => Follow(Path.GetFullPath(path)) ?? throw new IOException($"{path} leads through more than {MostLinks} links.");

    /// <summary>The file that a path leads to, as it is now; null when there is none, and when links lead in a circle.</summary>
    /// <param name="path">Absolute.</param>
    /// <remarks>A link has a length and a time of its own, which say nothing of a file.</remarks>
    /// <exception cref="UnauthorizedAccessException">It leads where this user may not look.</exception>
    public static FileInfo? FindFile(string path)
        => (new FileInfo(path).LinkTarget is null ? path : Follow(path)) is { } target && new FileInfo(target) is { Exists: true } file ? file : null;

    /// <summary>True when a place lies below a folder, or is it.</summary>
    public static bool IsBelow(string place, string folder)
    {
        var relative = Path.GetRelativePath(folder, place);
        return relative != ".." && !relative.StartsWith($"..{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !Path.IsPathRooted(relative);
    }

    private static string? Follow(string path)
    {
        var links = 0;
        var rest = new Stack<string>(Parts(path));
        var found = Path.GetPathRoot(path)!;
        while (rest.TryPop(out var part))
        {
            if (part == "..")
            {
                found = Path.GetDirectoryName(found) ?? found;
                continue;
            }

            var next = Path.Combine(found, part);
            if (new FileInfo(next).LinkTarget is not { } link)
            {
                found = next;
                continue;
            }

            if (++links > MostLinks)
            {
                return null;
            }

            found = Path.IsPathRooted(link) ? Path.GetPathRoot(link)! : found;
            foreach (var each in Parts(link))
            {
                rest.Push(each);
            }
        }

        return found;
    }

    /// <summary>The last part first, as a stack takes them.</summary>
    private static IEnumerable<string> Parts(string path) => path[(Path.GetPathRoot(path)?.Length ?? 0)..].Split('/').Where(part => part is not ("" or ".")).Reverse();
}
