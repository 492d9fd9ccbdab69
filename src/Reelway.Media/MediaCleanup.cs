using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Reelway.Media;

/// <summary>At start, ends the programs and removes the files that a killed predecessor left.</summary>
public sealed class MediaCleanup(ProcessRunner runner, ScratchSpace scratch, ILogger<MediaCleanup> log) : IHostedService
{
    /// <summary>Does it. A host calls this by itself; a program without a host calls it once.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // Programs first: they may still be writing into the folders.
        var processes = await runner.EndLeftoversAsync(cancellationToken);
        var folders = scratch.RemoveLeftovers();
        if (processes + folders > 0)
        {
            log.LeftoversRemoved(processes, folders);
        }
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
