using System.Diagnostics;

namespace Reelway.Media.Tests;

/// <summary>Files cut off or with flipped bits: a clip or a sentence, no hang, no crash, and nothing left behind.</summary>
public sealed class DamagedRecordingTests
{
    private static readonly string[] Classes = ["closed.mp4", "closed.mkv", "editlist.mp4", "nobframes.mp4", "multiaudio.mp4", "mixedgop.mp4"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Damage_ends_in_a_clip_or_in_a_sentence()
    {
        // Two at once, since one of them mostly waits for programs to start.
        var files = Environment.GetEnvironmentVariable("REELWAY_SOAK") == "1" ? 250 : 20;
        await Task.WhenAll(DamageAsync(7, files), DamageAsync(8, files));
    }

    private static async Task DamageAsync(int seed, int files)
    {
        using var folder = new TempFolder();
        using var cutting = new Cutting(new MediaOptions { Folder = folder.File("media"), Encoders = 2, Preset = "ultrafast" });
        var random = new Random(seed);
        for (var number = 0; number < files; number++)
        {
            var name = Classes[random.Next(Classes.Length)];
            var bytes = await File.ReadAllBytesAsync(await Corpus.GetAsync(name, Cancellation), Cancellation);
            var what = Damage(ref bytes, random);
            var source = folder.File("damaged" + Path.GetExtension(name));
            await File.WriteAllBytesAsync(source, bytes, Cancellation);
            await CutAsync(cutting, folder, source, $"file {number} of seed {seed}, {name}, {what}");
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

    private static async Task CutAsync(Cutting cutting, TempFolder folder, string source, string what)
    {
        var began = Stopwatch.StartNew();
        try
        {
            // Short, since what is damaged is often encoded in full.
            var request = new CutRequest { Source = source, Output = folder.File("out.mp4"), Start = TimeSpan.FromSeconds(2), End = TimeSpan.FromSeconds(4.5), Fade = TimeSpan.FromSeconds(0.4) };
            var result = await cutting.Cutter.CutAsync(request, null, Cancellation);
            Assert.True(result.Proof.Passed, what);
            File.Delete(result.Output);
        }
        catch (MediaException fault)
        {
            Assert.True(fault.Message.Length > 20 && fault.Message.TrimEnd()[^1] is '.' or '!' or ')' or ':' || fault.Kind == MediaFaultKind.Failed, $"{what}: {fault.Message}");
            Assert.DoesNotContain("   at ", fault.Message, StringComparison.Ordinal);
        }

        Assert.True(began.Elapsed < TimeSpan.FromSeconds(60), $"{what} took {began.Elapsed}");
        Assert.Equal([Path.GetFileName(source)], folder.Names());
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(folder.Options.Folder, "scratch")));
    }
}
