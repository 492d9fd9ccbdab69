using Reelway.Contracts;

namespace Reelway.Media.Tests;

/// <summary>Small recordings, one per class of source, made once for all tests by <c>media/make-inputs.sh</c>.</summary>
internal static class Corpus
{
    private static readonly Lazy<Task<string>> Made = new(MakeAsync);

    /// <summary>Full path of a recording.</summary>
    public static async Task<string> GetAsync(string name, CancellationToken cancellation)
        => Path.Combine(await Made.Value.WaitAsync(cancellation), name);

    private static async Task<string> MakeAsync()
    {
        var script = Path.Combine(AppContext.BaseDirectory, "media", "make-inputs.sh");
        return await KeptRecordings.FolderAsync("corpus", await File.ReadAllTextAsync(script), async folder =>
        {
            var result = await Clips.RunAsync("bash", script, folder);
            Assert.True(result.ExitCode == 0, result.ErrorTail);
        });
    }
}
