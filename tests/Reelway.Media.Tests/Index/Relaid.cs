namespace Reelway.Media.Tests;

/// <summary>Writes an MP4 again as cameras lay it out: a second of sound, then the same second of the picture, and so on.</summary>
internal static class Relaid
{
    private const double ChunkSeconds = 1;

    public static async Task WriteAsync(string source, string output)
    {
        var tree = Mp4Tree.Read(source);
        using var file = File.OpenHandle(source);
        await using var stream = File.OpenRead(source);
        var samples = SampleTable.ReadAll(stream).Select(table => table!.Samples(file).Select(sample => (sample.Place, sample.Size, Seconds: (double)sample.Dts / table.Timescale)).ToList()).ToList();
        var tracks = tree.At("moov").Boxes!.Where(box => box.Type == "trak").ToList();
        var order = tracks.Index().OrderBy(track => Mp4Tree.KindOf(track.Item) == "soun" ? 0 : 1).Select(track => track.Index).ToList();
        var (chunks, next, content) = (samples.ConvertAll(_ => new List<(int Place, int Count)>()), new int[samples.Count], new List<byte>());
        var type = tree.At("ftyp");
        var begin = type.Content.Length + 16;
        for (var until = ChunkSeconds; order.Exists(track => next[track] < samples[track].Count); until += ChunkSeconds)
        {
            foreach (var track in order)
            {
                var chunk = samples[track].Skip(next[track]).TakeWhile(sample => sample.Seconds < until).ToList();
                if (chunk.Count == 0)
                {
                    continue;
                }

                chunks[track].Add((begin + content.Count, chunk.Count));
                next[track] += chunk.Count;
                foreach (var sample in chunk)
                {
                    var bytes = new byte[sample.Size];
                    Assert.Equal(bytes.Length, RandomAccess.Read(file, bytes, sample.Place));
                    content.AddRange(bytes);
                }
            }
        }

        for (var track = 0; track < tracks.Count; track++)
        {
            var tables = tracks[track].At("mdia", "minf", "stbl");
            tables.Put(Mp4Tree.Box("stsc", Mp4Tree.Numbers([0, chunks[track].Count, .. chunks[track].Index().SelectMany(chunk => (int[])[chunk.Index + 1, chunk.Item.Count, 1])])));
            tables.Put(Mp4Tree.Box("stco", Mp4Tree.Numbers([0, chunks[track].Count, .. chunks[track].Select(chunk => chunk.Place)])));
        }

        await File.WriteAllBytesAsync(output, [.. type.ToBytes(), .. Mp4Tree.Box("mdat", content).ToBytes(), .. tree.At("moov").ToBytes()]);
    }
}
