using Reelway.Tests.Frame.Web;

namespace Reelway.Tests;

/// <summary>A file of this repository that a test holds against what the program makes of it today.</summary>
internal static class CommittedFile
{
    /// <summary>Absolute path of a file, by its path in the repository.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([ServedProgram.RepositoryRoot(), .. parts]);

    /// <summary>The file must hold this text. With <c>REELWAY_RENEW=1</c> it is written first, for review.</summary>
    /// <param name="test">The class to run for that.</param>
    public static async Task EnsureAsync(string file, string text, Type test)
    {
        var cancellation = TestContext.Current.CancellationToken;
        if (Environment.GetEnvironmentVariable("REELWAY_RENEW") is { Length: > 0 })
        {
            await File.WriteAllTextAsync(file, text, cancellation);
        }

        var committed = File.Exists(file) ? await File.ReadAllTextAsync(file, cancellation) : "";
        if (text != committed)
        {
            Assert.Fail($"{file} is not what the program makes today:\n{FirstDifference(committed, text)}\n"
                + $"If it is meant to be: REELWAY_RENEW=1 dotnet Reelway.Tests.dll -class {test.FullName}, and commit the file.");
        }
    }

    private static string FirstDifference(string committed, string made)
    {
        var (before, now) = (committed.Split('\n'), made.Split('\n'));
        var line = Enumerable.Range(0, Math.Max(before.Length, now.Length)).First(i => before.ElementAtOrDefault(i) != now.ElementAtOrDefault(i));
        return $"line {line + 1} was: {before.ElementAtOrDefault(line)}\nline {line + 1} is:  {now.ElementAtOrDefault(line)}";
    }
}
