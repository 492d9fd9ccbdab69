namespace Reelway.Architecture.Tests;

/// <summary>A text file of the repository.</summary>
/// <param name="Path">From the root, with forward slashes: <c>src/Reelway/Talks/TalkStore.cs</c>.</param>
internal sealed record SourceFile(string Path, string Text)
{
    public string Extension => System.IO.Path.GetExtension(Path);

    public IReadOnlyList<string> Lines => Text.Split('\n');
}
