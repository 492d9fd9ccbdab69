using System.Diagnostics;

namespace Reelway.Media.Tests;

/// <summary>Files cut off or with flipped bits: a clip or a sentence, no hang, no crash, and nothing left behind.</summary>
public sealed class DamagedRecordingTests : IDisposable
{
    private static readonly string[] Classes = ["closed.mp4", "closed.mkv", "editlist.mp4", "nobframes.mp4", "multiaudio.mp4", "mixedgop.mp4"];

    private readonly TempFolder _folder = new();
    private readonly Cutting _cutting;

    public DamagedRecordingTests() => _cutting = new Cutting(_folder.Options);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _cutting.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Damage_ends_in_a_clip_or_in_a_sentence()
    {
        var random = new Random(7);
        var files = Environment.GetEnvironmentVariable("REELWAY_SOAK") == "1" ? 500 : 40;
        for (var number = 0; number < files; number++)
        {
            var name = Classes[random.Next(Classes.Length)];
            var bytes = await File.ReadAllBytesAsync(await Corpus.GetAsync(name, Cancellation), Cancellation);
            var what = Damage(ref bytes, random);
            var source = _folder.File("damaged" + Path.GetExtension(name));
            await File.WriteAllBytesAsync(source, bytes, Cancellation);
            await CutAsync(source, $"file {number}, {name}, {what}");
            File.Delete(source);
        }
    }

    private static string Damage(ref byte[] bytes, Random random)
    {
        if (random.Next(3) == 0)
        {
            bytes = bytes[..random.Next(bytes.Length)];
            return $"cut off after {bytes.Length} bytes";
        }

        // Half of the damage hits the index, where one bit changes times, sizes and parameter sets.
        var flips = random.Next(1, 20);
        for (var i = 0; i < flips; i++)
        {
            var at = random.Next(2) == 0 ? random.Next(bytes.Length) : bytes.Length - 1 - random.Next(Math.Min(bytes.Length, 12_000));
            bytes[at] ^= (byte)(1 << random.Next(8));
        }

        return $"{flips} flipped bits";
    }

    private async Task CutAsync(string source, string what)
    {
        var began = Stopwatch.StartNew();
        try
        {
            // Short, since what is damaged is often encoded in full.
            var request = new CutRequest { Source = source, Output = _folder.File("out.mp4"), Start = TimeSpan.FromSeconds(2), End = TimeSpan.FromSeconds(5), Fade = TimeSpan.FromSeconds(0.4) };
            var result = await _cutting.Cutter.CutAsync(request, null, Cancellation);
            Assert.True(result.Proof.Passed, what);
            File.Delete(result.Output);
        }
        catch (MediaException fault)
        {
            Assert.True(fault.Message.Length > 20 && fault.Message.TrimEnd()[^1] is '.' or '!' or ')' or ':' || fault.Kind == MediaFaultKind.Failed, $"{what}: {fault.Message}");
            Assert.DoesNotContain("   at ", fault.Message, StringComparison.Ordinal);
        }

        Assert.True(began.Elapsed < TimeSpan.FromSeconds(60), $"{what} took {began.Elapsed}");
        Assert.Equal([Path.GetFileName(source)], _folder.Names());
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(_folder.Options.Folder, "scratch")));
    }
}
