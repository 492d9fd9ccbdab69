using System.Buffers.Binary;
using System.Text;

namespace Reelway.Media.Tests;

/// <summary>An MP4 taken apart into its boxes, so that a test can give it the layout or the edit lists that another program would have written.</summary>
internal sealed class Mp4Tree
{
    private static readonly HashSet<string> Folders = ["moov", "trak", "mdia", "minf", "stbl", "edts"];

    private Mp4Tree(string type, byte[] content, List<Mp4Tree>? boxes) => (Type, Content, Boxes) = (type, content, boxes);

    public string Type { get; }

    public byte[] Content { get; private set; }

    /// <summary>The boxes inside; null where it has plain content.</summary>
    public List<Mp4Tree>? Boxes { get; }

    public static Mp4Tree Read(string path) => new("file", [], Parse(File.ReadAllBytes(path)));

    public static Mp4Tree Box(string type, params IEnumerable<byte> content) => new(type, [.. content], null);

    public static Mp4Tree Folder(string type, params List<Mp4Tree> boxes) => new(type, [], boxes);

    /// <summary>The box at the end of a path of types, the first of its type each time.</summary>
    public Mp4Tree At(params IEnumerable<string> path) => path.Aggregate(this, (box, type) => box.Boxes!.First(inside => inside.Type == type));

    /// <summary>The tracks of a kind: <c>vide</c>, <c>soun</c>.</summary>
    public IEnumerable<Mp4Tree> Tracks(string kind) => At("moov").Boxes!.Where(box => box.Type == "trak" && KindOf(box) == kind);

    public static string KindOf(Mp4Tree track) => Encoding.ASCII.GetString(track.At("mdia", "hdlr").Content.AsSpan(8, 4));

    /// <summary>Puts a box in the place of all those of its type, or at the end.</summary>
    public void Put(Mp4Tree box)
    {
        var place = Boxes!.FindIndex(inside => inside.Type == box.Type);
        Boxes.RemoveAll(inside => inside.Type == box.Type);
        Boxes.Insert(place < 0 ? Boxes.Count : place, box);
    }

    /// <summary>Gives a track an edit list.</summary>
    /// <param name="parts">How long each part lasts in ticks of the file, and from which time of the track on; -1: nothing is shown.</param>
    public static void Edit(Mp4Tree track, params IReadOnlyList<(int Length, int From)> parts)
    {
        track.Boxes!.RemoveAll(box => box.Type == "edts");
        track.Boxes.Insert(1, Folder("edts", Box("elst", Numbers([0, parts.Count, .. parts.SelectMany(part => (int[])[part.Length, part.From, 0x10000])]))));
    }

    public static byte[] Numbers(params IEnumerable<int> numbers)
        => [.. numbers.SelectMany(number =>
        {
            var bytes = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(bytes, number);
            return bytes;
        })];

    public byte[] ToBytes()
    {
        byte[] content = Boxes is null ? Content : [.. Boxes.SelectMany(box => box.ToBytes())];
        return Type == "file" ? content : [.. Numbers(content.Length + 8), .. Encoding.ASCII.GetBytes(Type), .. content];
    }

    private static List<Mp4Tree> Parse(ReadOnlySpan<byte> bytes)
    {
        var boxes = new List<Mp4Tree>();
        while (bytes.Length >= 8)
        {
            var size = BinaryPrimitives.ReadInt32BigEndian(bytes);
            var type = Encoding.ASCII.GetString(bytes.Slice(4, 4));
            var content = bytes[8..size];
            boxes.Add(Folders.Contains(type) ? new Mp4Tree(type, [], Parse(content)) : new Mp4Tree(type, content.ToArray(), null));
            bytes = bytes[size..];
        }

        return boxes;
    }
}
