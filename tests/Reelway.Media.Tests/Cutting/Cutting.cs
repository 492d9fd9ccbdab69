namespace Reelway.Media.Tests;

/// <summary>A cutter as the host would build it, for one test.</summary>
internal sealed class Cutting : IDisposable
{
    private readonly ProcessRunner _runner;
    private readonly EncoderSlots _slots;

    public Cutting(MediaOptions options)
    {
        _runner = new ProcessRunner(options, TimeProvider.System);
        _slots = new EncoderSlots(options, TimeProvider.System);
        Probe = new MediaProbe(_runner, options);
        Cutter = new VideoCutter(
            Probe, new FrameTimes(_runner, options), new FullRender(_runner, _slots, options), new CutProof(Probe, _runner, options), options, TimeProvider.System);
    }

    public MediaProbe Probe { get; }

    public VideoCutter Cutter { get; }

    public void Dispose()
    {
        _slots.Dispose();
        _runner.Dispose();
    }
}
