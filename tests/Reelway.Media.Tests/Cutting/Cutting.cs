using Microsoft.Extensions.DependencyInjection;

namespace Reelway.Media.Tests;

/// <summary>A cutter as the host would build it, for one test.</summary>
internal sealed class Cutting(MediaOptions options) : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddSingleton(options).AddMedia().BuildServiceProvider();

    public MediaProbe Probe => _services.GetRequiredService<MediaProbe>();

    public VideoCutter Cutter => _services.GetRequiredService<VideoCutter>();

    public T Get<T>()
        where T : notnull
        => _services.GetRequiredService<T>();

    public void Dispose() => _services.Dispose();
}
