using System.Buffers.Binary;

namespace Reelway.Media;

/// <summary>The parameter sets of an H.264 track as an MP4 keeps them (<c>avcC</c>, ISO/IEC 14496-15).</summary>
/// <param name="Profile">profile_idc.</param>
/// <param name="Compatibility">The constraint flags.</param>
/// <param name="Level">level_idc.</param>
/// <param name="Sequence">Sequence parameter sets.</param>
/// <param name="Picture">Picture parameter sets.</param>
/// <param name="Rest">What follows them in the High profiles, as it is.</param>
internal sealed record AvcConfiguration(
    byte Profile, byte Compatibility, byte Level, IReadOnlyList<byte[]> Sequence, IReadOnlyList<byte[]> Picture, byte[] Rest)
{
    /// <summary>No sets at all.</summary>
    public static readonly AvcConfiguration None = new(0, 0, 0, [], [], []);

    /// <summary>Ids of all sets, sequence and picture: a set with an id of its own replaces none of these.</summary>
    public IEnumerable<int> Ids => Sequence.Select(set => ReadId(set, 4)).Concat(PictureIds);

    /// <summary>Ids of the picture parameter sets, which slices name.</summary>
    public IEnumerable<int> PictureIds => Picture.Select(set => ReadId(set, 1));

    /// <returns>Null when these are no such bytes.</returns>
    public static AvcConfiguration? Read(ReadOnlySpan<byte> bytes)
    {
        // Version 1, and lengths of 4 bytes before each unit: nothing else occurs, and the join could not mix it.
        if (bytes.Length < 7 || bytes[0] != 1 || (bytes[4] & 3) != 3)
        {
            return null;
        }

        var rest = bytes[6..];
        if (!TryReadSets(ref rest, bytes[5] & 31, minimumBytes: 5, out var sequence) || rest.IsEmpty)
        {
            return null;
        }

        var pictures = rest[0];
        rest = rest[1..];
        return TryReadSets(ref rest, pictures, minimumBytes: 2, out var picture)
            ? new AvcConfiguration(bytes[1], bytes[2], bytes[3], sequence, picture, rest.ToArray())
            : null;
    }

    /// <summary>These sets and the other's, for a track that is made of both.</summary>
    public AvcConfiguration With(AvcConfiguration other) => this with
    {
        Profile = Math.Max(Profile, other.Profile),
        Level = Math.Max(Level, other.Level),
        Sequence = [.. Sequence, .. other.Sequence.Where(set => !Sequence.Any(own => own.AsSpan().SequenceEqual(set)))],
        Picture = [.. Picture, .. other.Picture.Where(set => !Picture.Any(own => own.AsSpan().SequenceEqual(set)))],
    };

    /// <summary>True when all sets of the other are among these.</summary>
    public bool Has(AvcConfiguration other)
        => other.Sequence.All(set => Sequence.Any(own => own.AsSpan().SequenceEqual(set)))
            && other.Picture.All(set => Picture.Any(own => own.AsSpan().SequenceEqual(set)));

    /// <summary>True when this set is among these.</summary>
    public bool Has(ReadOnlySpan<byte> set)
    {
        foreach (var own in Sequence.Concat(Picture))
        {
            if (set.SequenceEqual(own))
            {
                return true;
            }
        }

        return false;
    }

    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        bytes.Write([1, Profile, Compatibility, Level, 0xFF, (byte)(0xE0 | Sequence.Count)]);
        WriteSets(bytes, Sequence);
        bytes.WriteByte((byte)Picture.Count);
        WriteSets(bytes, Picture);
        bytes.Write(Rest);
        return bytes.ToArray();
    }

    private static bool TryReadSets(ref ReadOnlySpan<byte> rest, int count, int minimumBytes, out List<byte[]> sets)
    {
        sets = [];
        for (var i = 0; i < count; i++)
        {
            if (rest.Length < 2 || BinaryPrimitives.ReadUInt16BigEndian(rest) is var length && (length < minimumBytes || rest.Length - 2 < length))
            {
                return false;
            }

            sets.Add(rest.Slice(2, length).ToArray());
            rest = rest[(2 + length)..];
        }

        return count > 0;
    }

    private static void WriteSets(Stream bytes, IReadOnlyList<byte[]> sets)
    {
        Span<byte> length = stackalloc byte[2];
        foreach (var set in sets)
        {
            BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)set.Length);
            bytes.Write(length);
            bytes.Write(set);
        }
    }

    /// <summary>The first number after so many bytes, which in both kinds of set is its id (0 to 255).</summary>
    private static int ReadId(byte[] set, int skippedBytes)
    {
        var at = skippedBytes * 8;
        return ExpGolomb.TryRead(set, ref at, out var id) ? id : -1;
    }
}
