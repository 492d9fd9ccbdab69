using System.Buffers.Binary;

namespace Reelway.Media;

/// <summary>Adds the recording's parameter sets to those of the encoded head, whose <c>avcC</c> becomes that of the whole clip.</summary>
internal static class ParameterSetPatch
{
    /// <summary>Rewrites the index of a small file, which has to stand at its end: then no offset into the content changes.</summary>
    /// <returns>False when the file is not laid out like that.</returns>
    public static bool TryApply(string path, AvcConfiguration source)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        if (Mp4Layout.Read(file) is not { Video: { } own, PathToConfiguration: [{ Type: "moov" } index, ..] boxes } || index.End != file.Length || boxes[^1].Type != "avcC")
        {
            return false;
        }

        var joined = own.With(source).ToBytes();
        var configuration = boxes[^1];
        var growth = joined.Length - (int)(configuration.End - configuration.ContentStart);
        var rest = new byte[file.Length - index.Start];
        file.Position = index.Start;
        file.ReadExactly(rest);
        foreach (var box in boxes)
        {
            // An encoder's own boxes are far below 4 GB, so the short length is in use.
            var size = rest.AsSpan((int)(box.Start - index.Start), 4);
            BinaryPrimitives.WriteUInt32BigEndian(size, (uint)(BinaryPrimitives.ReadUInt32BigEndian(size) + growth));
        }

        file.Position = index.Start;
        file.Write(rest.AsSpan(0, (int)(configuration.ContentStart - index.Start)));
        file.Write(joined);
        file.Write(rest.AsSpan((int)(configuration.End - index.Start)));
        return true;
    }
}
