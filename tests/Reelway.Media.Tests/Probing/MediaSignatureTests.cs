using System.Text;

namespace Reelway.Media.Tests.Probing;

public sealed class MediaSignatureTests
{
    [Theory]
    [InlineData(0, 188)]
    [InlineData(100, 188)]
    [InlineData(4, 192)]
    [InlineData(7, 204)]
    public void A_transport_stream_is_known_from_wherever_it_begins(int first, int packet)
    {
        var head = new byte[MediaSignature.Length];
        for (var at = first; at < head.Length; at += packet)
        {
            head[at] = 0x47;
        }

        Assert.True(MediaSignature.IsKnown(head));
    }

    [Theory]
    [InlineData("\0\0\0\u0018ftypqt  ")]
    [InlineData("\0\0\0\u0008wide\0\0\0\0mdat")]
    [InlineData("RIFF\0\0\0\0AVI LIST")]
    [InlineData("\u001AE\u00DF\u00A3")]
    [InlineData("FLV\u0001")]
    public void Media_is_known_by_its_beginning(string head) => Assert.True(MediaSignature.IsKnown(Encoding.Latin1.GetBytes(head)));

    [Theory]
    [InlineData("")]
    [InlineData("ftyp")]
    [InlineData("root:x:0:0:root:/root:/bin/bash\n")]
    [InlineData("Title,Start,End\n")]
    [InlineData("RIFF\0\0\0\0WEBPVP8 ")]
    [InlineData("#EXTM3U\n")]
    [InlineData("SQLite format 3\0")]
    [InlineData("GGGGGGGGGGGGGGG")]
    public void Everything_else_is_not(string head) => Assert.False(MediaSignature.IsKnown(Encoding.Latin1.GetBytes(head)));
}
