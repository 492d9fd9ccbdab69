namespace Reelway.Runs;

/// <summary>What a run is about, as people call it.</summary>
internal static class RunSubject
{
    /// <summary>The file's name without its ending where the key is an address of a file; otherwise the key itself.</summary>
    public static string Name(string key)
    {
        if (!Uri.TryCreate(key, UriKind.Absolute, out var address) || address.Scheme is not ("file" or "s3"))
        {
            return key;
        }

        var name = Path.GetFileNameWithoutExtension(Uri.UnescapeDataString(address.AbsolutePath));
        return string.IsNullOrWhiteSpace(name) ? key : name;
    }
}
