using Reelway.Contracts;

namespace Reelway.Tests;

/// <summary>Files of a test's own folder.</summary>
internal static class TemporaryFiles
{
    /// <summary>Writes a file and returns its path.</summary>
    public static string Write(this TemporaryFolder folder, string name, string text)
    {
        File.WriteAllText(folder[name], text);
        return folder[name];
    }
}
