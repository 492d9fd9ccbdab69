using System.Globalization;
using Reelway.Connectors.Facebook;
using Reelway.Contracts.Connectors;

namespace Reelway.Connectors.Tests.Facebook;

/// <summary>Runs alone: what other tests allocate at the same time would be counted too.</summary>
[CollectionDefinition(nameof(UploadMemoryTests), DisableParallelization = true)]
[Collection(nameof(UploadMemoryTests))]
public sealed class UploadMemoryTests
{
    private const string Page = FacebookHarness.PageId;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_large_file_goes_up_in_the_servers_windows_without_being_held_in_memory()
    {
        const long FileBytes = 96L * 1024 * 1024;
        var path = Path.Combine(Path.GetTempPath(), $"reelway-upload-{Guid.NewGuid():N}.bin");
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        file.SetLength(FileBytes);
        await using var harness = new FacebookHarness();
        harness.Server.Otherwise = request => ScriptedAnswer.Json(
            $$"""{"start_offset":"{{End(request)}}","end_offset":"{{Math.Min(FileBytes, End(request) + 40L * 1024 * 1024)}}"}""");
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var window = new UploadWindow(0, 40L * 1024 * 1024);
        while (!window.IsComplete)
        {
            window = await harness.Pages.TransferAsync(Page, "s1", window, file, Cancellation);
        }

        Assert.Equal(FileBytes, window.Start);
        Assert.Equal(3, harness.Server.Received.Count);
        Assert.InRange(harness.Server.Received.Sum(request => request.BodyBytes), FileBytes, FileBytes + 6000);
        // Client and server are one process here; both together allocate a fraction of what passes through.
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, FileBytes / 4);

        static long End(ReceivedRequest request) => Math.Min(FileBytes, long.Parse(MultipartText.Field(request, "start_offset"), CultureInfo.InvariantCulture) + (40L * 1024 * 1024));
    }
}
