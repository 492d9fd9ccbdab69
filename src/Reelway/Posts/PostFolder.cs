using System.Text;
using Reelway.Frame.Configuration;
using Reelway.Intake;
using Reelway.Library;
using Reelway.Media;

namespace Reelway.Posts;

/// <summary>Takes in the events that appear as files in a folder, <c>posts.folder</c>. A file's name is the reference of an event without one.</summary>
internal sealed class PostFolder(PostsOptions options, Live<IntakeOptions> pace, IServiceScopeFactory scopes, TimeProvider time, ILogger<PostFolder> logger)
    : FolderReader("posts.folder", options.Folder, pace, time, logger)
{
    // As large as a message of a queue.
    private const int LargestEvent = 1024 * 1024;

    /// <inheritdoc/>
    protected override string? WhyPassedBy(string name)
        => name.StartsWith('.') ? "its name begins with a dot" : name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? null : "its name does not end in .json";

    /// <inheritdoc/>
    protected override async Task TakeAsync(Arrival file, CancellationToken cancellation)
    {
        var path = FileUri.Parse(file.Uri)!;
        var name = Path.GetFileNameWithoutExtension(file.Name);
        var key = PostIntake.NameOf($"{file.Uri}?{file.Version}");
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<PostIntake>().TakeAsync(
            new ArrivedEvent(
                await ReadAsync(path, cancellation), name.Length <= PostReading.LongestReference && !name.Any(char.IsControl) ? name : key, key, File.GetLastWriteTimeUtc(path)),
            cancellation);
    }

    // What is larger is no event; its beginning is enough to find that out.
    private static async Task<string> ReadAsync(string path, CancellationToken cancellation)
    {
        await using var file = NamedFile.Open(path);
        var bytes = new byte[Math.Min(file.Length, LargestEvent)];
        return Encoding.UTF8.GetString(bytes.AsSpan(0, await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation)));
    }
}
