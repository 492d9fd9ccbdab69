namespace Reelway.Talks.Sources;

/// <summary>The file that a path leads to, over any links: a link has a length and a time of its own, which say nothing of a recording.</summary>
internal static class LinkedFile
{
    /// <summary>As many links as Linux follows.</summary>
    private const int MostLinks = 40;

    /// <summary>The file as it is now; null when there is none, and when links lead in a circle.</summary>
    /// <param name="path">Absolute.</param>
    /// <exception cref="UnauthorizedAccessException">It leads where this user may not look.</exception>
    public static FileInfo? Find(string path)
        => Resolve(path) is { } target && new FileInfo(target) is { Exists: true } file ? file : null;

    /// <summary>The path without links. The framework's own way takes "../" in a link for the folder in the link's name, and not for the one that it leads to.</summary>
    private static string? Resolve(string path)
    {
        if (new FileInfo(path).LinkTarget is null)
        {
            return path;
        }

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
