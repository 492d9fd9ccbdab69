namespace Reelway.Media;

/// <summary>Asks ffmpeg once which filters it has.</summary>
internal sealed class FilterList(ProcessRunner runner, MediaOptions options) : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private HashSet<string>? _known;

    /// <summary>True when it has all of these.</summary>
    public async Task<bool> HasAsync(IEnumerable<string> names, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            return names.All((_known ??= await ReadAsync(cancellation)).Contains);
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();

    private async Task<HashSet<string>> ReadAsync(CancellationToken cancellation)
    {
        var result = await runner.RunAsync(options.Look(["-hide_banner", "-filters"]) with { Recorded = false }, cancellation);

        // A line is flags, the name, what goes in and comes out, and what it does.
        return result.ExitCode == 0
            ? [.. result.Output.Split('\n').Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Where(words => words.Length > 2).Select(words => words[1])]
            : throw new MediaException(MediaFaultKind.Failed, $"{options.Ffmpeg} -filters ended with {result.ExitCode}: check its installation.");
    }
}
