namespace Reelway.EndToEnd.Tests;

/// <summary>The folder that holds <c>./reelway</c>.</summary>
internal static class RepositoryRoot
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Reelway.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new InvalidOperationException($"There is no Reelway.slnx above {AppContext.BaseDirectory}.");
    }
}
