using Reelway.Frame.Configuration;

namespace Reelway.Intake;

/// <summary>Takes in the recordings that appear in a folder, <c>intake.folder</c>.</summary>
internal sealed class WatchedFolder(Live<IntakeOptions> current, IntakeHandler handler, TimeProvider time, ILogger<WatchedFolder> logger)
    : FolderReader("intake.folder", current.Value.Folder, current, time, logger)
{
    /// <inheritdoc/>
    protected override string? WhyPassedBy(string name) => handler.WhyPassedBy(name);

    /// <inheritdoc/>
    protected override Task TakeAsync(Arrival file, CancellationToken cancellation) => handler.TakeAsync(file, announced: null, cancellation);
}
