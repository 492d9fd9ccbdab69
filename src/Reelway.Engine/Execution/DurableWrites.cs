using Microsoft.Extensions.Logging;
using Reelway.Storage;

namespace Reelway.Engine.Execution;

/// <summary>Writes that must not be lost: while the disk is full or locked they are repeated, so that no body has to run again.</summary>
internal sealed class DurableWrites(TimeProvider clock, ILogger<DurableWrites> log)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>Writes, as often as it takes.</summary>
    /// <param name="write">Given a token that is never cancelled: an outcome is stored even while the process is to stop.</param>
    /// <param name="giveUp">Ends the repetition, not a write under way.</param>
    public async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> write, CancellationToken giveUp)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await write(CancellationToken.None);
            }
            catch (StorageException failure) when (failure.MayPass && !giveUp.IsCancellationRequested)
            {
                log.WriteRepeated(pause.TotalMilliseconds, failure.Message);
            }

            await Task.Delay(pause, clock, giveUp);
        }
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public Task RunAsync(Func<CancellationToken, Task> write, CancellationToken giveUp)
        => RunAsync(
            async token =>
            {
                await write(token);
                return true;
            },
            giveUp);
}
