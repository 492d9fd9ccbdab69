namespace Reelway.Talks.Sources;

/// <summary>Where a path leads when every link on its way is followed.</summary>
internal static class LinkedPath
{
    // As many as Linux follows.
    private const int MostLinks = 40;

    /// <summary>The place itself, without a link in it. What is not there yet stays as it is written.</summary>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static string Resolve(string path)
    {
        var links = 0;
        return Resolve(Path.GetFullPath(path), ref links);
    }

    /// <summary>True when a place lies below a folder, or is it.</summary>
    public static bool IsBelow(string place, string folder)
    {
        var relative = Path.GetRelativePath(folder, place);
        return relative != ".." && !relative.StartsWith($"..{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !Path.IsPathRooted(relative);
    }

    private static string Resolve(string path, ref int links)
    {
        if (Path.GetDirectoryName(path) is not { } parent)
        {
            return path;
        }

        var folder = Resolve(parent, ref links);
        var place = Path.Combine(folder, Path.GetFileName(path));
        if (new FileInfo(place).LinkTarget is not { } target)
        {
            return place;
        }

        return ++links <= MostLinks
            ? Resolve(Path.GetFullPath(target, folder), ref links)
            : throw new IOException($"{path} leads through more than {MostLinks} links.");
    }
}
