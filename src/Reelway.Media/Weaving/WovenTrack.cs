using System.Text;

namespace Reelway.Media;

/// <summary>A track of the clip that is being written.</summary>
internal sealed class WovenTrack(long timescale, IEnumerable<WovenSample> samples) : IDisposable
{
    public const string Picture = "vide";
    public const string Sound = "soun";
    public const string Captions = "sbtl";

    private IEnumerator<WovenSample>? _next;

    /// <summary>What is told of its packets (<c>stsd</c>), the box itself left out.</summary>
    public required ReadOnlyMemory<byte> Description { get; init; }

    /// <summary>How the picture is turned, and its size: the last 44 bytes of a track's header; null: this is none.</summary>
    public ReadOnlyMemory<byte>? Shape { get; init; }

    /// <summary>What it is to players: <c>vide</c>, <c>soun</c>, or <c>sbtl</c> for captions.</summary>
    public string Handler { get; init; } = Sound;

    /// <summary>ISO 639-2.</summary>
    public string Language { get; init; } = "und";

    /// <summary>Ticks of it that the clip lasts.</summary>
    public required long Length { get; init; }

    public long Timescale => timescale;

    public WovenTable Table { get; } = new();

    /// <summary>True when a packet is there to be written.</summary>
    public bool HasNext { get; private set; }

    public WovenSample Next => _next!.Current;

    /// <summary>When the next packet is decoded.</summary>
    public double Seconds => (double)Next.Dts / timescale;

    /// <summary>Takes the first packet.</summary>
    public void Begin() => Continue(samples);

    /// <summary>Goes on with packets that were not there before.</summary>
    public void Continue(IEnumerable<WovenSample> more)
    {
        _next?.Dispose();
        _next = more.GetEnumerator();
        MoveNext();
    }

    public void MoveNext() => HasNext = _next!.MoveNext();

    /// <summary>Writes its index.</summary>
    /// <param name="number">Its number, from 1.</param>
    /// <param name="isShown">False for a further track of its kind, of which players play only one.</param>
    public void Write(BoxWriter index, int number, bool isShown)
    {
        var seconds = (double)Length / timescale;
        var milliseconds = (long)Math.Ceiling(seconds * WovenIndex.Timescale);
        var lasts = Table.End(Handler == Sound ? Table.Count * (long)SplicePlan.Packet : Length);
        var group = Handler switch
        {
            Picture => 0,
            Sound => 1,
            _ => 2,
        };
        index.Box("trak", track => track
            .FullBox("tkhd", isShown ? 3u : 2u, header => header
                .Zeros(8).Number(number).Zeros(4).Number(milliseconds).Zeros(8)
                .ShortNumber(0).ShortNumber(group).ShortNumber(Handler == Sound ? 0x0100 : 0).Zeros(2)
                .Bytes(Shape is { } shape ? shape.Span : [.. WovenIndex.Unturned, .. new byte[8]]))
            .Box("edts", edits => edits.FullBox("elst", 0, list => list.Number(1).Number(milliseconds).Number(-Table.First).Number(0x0001_0000)))
            .Box("mdia", media => media
                .FullBox("mdhd", 0, header => header.Zeros(8).Number(timescale).Number(lasts).ShortNumber(Packed(Language)).Zeros(2))
                .FullBox("hdlr", 0, handler => handler.Zeros(4).Bytes(Encoding.ASCII.GetBytes(Handler)).Zeros(12).Text(NameOf(Handler)))
                .Box("minf", Information)));
    }

    public void Dispose() => _next?.Dispose();

    private void Information(BoxWriter information)
    {
        _ = Handler switch
        {
            Picture => information.FullBox("vmhd", 1, header => header.Zeros(8)),
            Sound => information.FullBox("smhd", 0, header => header.Zeros(4)),
            _ => information.FullBox("nmhd", 0, _ => { }),
        };
        information
            .Box("dinf", data => data.FullBox("dref", 0, references => references.Number(1).FullBox("url ", 1, _ => { })))
            .Box("stbl", tables =>
            {
                tables.Box("stsd", description => description.Bytes(Description.Span));
                Table.Write(tables);
                if (Handler == Sound)
                {
                    // A packet of AAC needs the one before: who enters the track decodes one more.
                    tables
                        .Box("sgpd", group => group.Number(0x0100_0000).Bytes("roll"u8).Number(2).Number(1).ShortNumber(-1))
                        .FullBox("sbgp", 0, group => group.Bytes("roll"u8).Number(1).Number(Table.Count).Number(1));
                }
            });
    }

    private static string NameOf(string handler) => handler switch
    {
        Picture => "VideoHandler",
        Sound => "SoundHandler",
        _ => "SubtitleHandler",
    };

    /// <summary>Five bits for each of three small letters.</summary>
    private static int Packed(string language)
        => (language.Length == 3 && language.All(char.IsAsciiLetterLower) ? language : "und").Aggregate(0, (packed, letter) => (packed << 5) | (letter - 0x60));
}
