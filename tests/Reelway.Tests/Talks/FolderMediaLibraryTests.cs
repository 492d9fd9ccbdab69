using Reelway.Contracts;
using Reelway.Contracts.Talks;
using Reelway.Talks;

namespace Reelway.Tests.Talks;

public sealed class FolderMediaLibraryTests : MediaLibraryContract
{
    internal override Task<MediaLibrary> OpenAsync()
        => Task.FromResult(new MediaLibrary("file:library", Own(new TemporaryFolder()).FullPath, () => throw new InvalidOperationException("A folder needs no buckets.")));
}
