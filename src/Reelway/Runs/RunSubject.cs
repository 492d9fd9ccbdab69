using Reelway.Frame;

namespace Reelway.Runs;

/// <summary>What a run is about, as people call it.</summary>
internal static class RunSubject
{
    /// <summary>The file's name without its ending where the key is an address of a file; otherwise the key itself; as it can be shown.</summary>
    public static string Name(string key)
    {
        if (!Uri.TryCreate(key, UriKind.Absolute, out var address) || address.Scheme is not ("file" or "s3"))
        {
            return ShownText.Name(key);
        }

        var name = Path.GetFileNameWithoutExtension(Uri.UnescapeDataString(address.AbsolutePath));
        return ShownText.Name(string.IsNullOrWhiteSpace(name) ? key : name);
    }
}
