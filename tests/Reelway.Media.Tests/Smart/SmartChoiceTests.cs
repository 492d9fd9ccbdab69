namespace Reelway.Media.Tests;

public sealed class SmartChoiceTests
{
    /// <summary>Ticks of a frame at 30 per second, time base 1/15360.</summary>
    private const long Frame = 512;

    [Fact]
    public void The_copy_begins_at_the_first_IDR_picture_behind_the_fade_and_ends_just_before_the_other_fade()
    {
        var choice = Choose(Plan(30, 570, fade: 90), Packets(600, group: 60));
        var plan = choice.Plan!;
        Assert.Equal((120 * Frame, 90), (plan.MiddlePts, plan.HeadFrames));

        // The last frame is 569, so the fade begins with 479. A group ends with 57 55 56, 59 58: the place nearest before is 420 + 58, far behind its beginning.
        Assert.Equal((478 * Frame, 92), (plan.TailPts, plan.TailFrames));
    }

    [Fact]
    public void A_keyframe_that_is_no_IDR_picture_does_not_begin_a_copy()
    {
        var choice = Choose(Plan(30, 570, fade: 90), Packets(600, group: 60), idr: [0, 240 * Frame]);
        Assert.Equal(240 * Frame, choice.Plan!.MiddlePts);
        Assert.Contains("no IDR picture", Choose(Plan(30, 570, fade: 90), Packets(600, group: 60), idr: [0]).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_encoded_ends_take_an_id_that_the_recording_does_not_use()
        => Assert.Equal(7, Choose(Plan(30, 570, fade: 90), Packets(600, group: 60)).Plan!.ParameterSetId);

    [Theory]
    [InlineData("hevc", "High", "yuv420p", "progressive", 1, "hevc")]
    [InlineData("h264", "High 10", "yuv420p10le", "progressive", 1, "yuv420p10le")]
    [InlineData("h264", "High 4:4:4 Predictive", "yuv420p", "progressive", 1, "profile")]
    [InlineData("h264", "High", "yuv420p", "tt", 1, "interlaced")]
    [InlineData("h264", "High", "yuv420p", "progressive", 3, "reordered by 3")]
    public void What_rules_out_a_copy_is_named(string codec, string profile, string format, string fields, int depth, string reason)
    {
        var info = Info(new VideoTrack
        {
            Index = 0,
            Codec = codec,
            Profile = profile,
            PixelFormat = format,
            FieldOrder = fields,
            ReorderDepth = depth,
            Width = 320,
            Height = 180,
            FrameRate = new Rational(30, 1),
            TimeBase = new Rational(1, 15360),
            Rotation = 0,
        });
        Assert.Contains(reason, SmartChoice.Obstacle(info), StringComparison.Ordinal);
    }

    [Fact]
    public void A_picture_whose_kind_changes_on_the_way_is_not_copied()
        => Assert.Contains("changes on the way", Choose(Plan(30, 570, fade: 90), Packets(600, group: 60), entries: 2).Reason, StringComparison.Ordinal);

    [Fact]
    public void Decoding_times_that_do_not_rise_are_not_copied()
    {
        var packets = Packets(600, group: 60);
        packets[200] = packets[200] with { Dts = packets[198].Dts };
        Assert.Contains("do not rise", Choose(Plan(30, 570, fade: 90), packets).Reason, StringComparison.Ordinal);
    }

    private static SmartChoice Choose(CutPlan plan, List<PacketTime> packets, long[]? idr = null, int entries = 1)
    {
        var windows = new SourceWindows
        {
            Start = packets,
            End = packets,
            Sound = new Dictionary<int, IReadOnlyList<PacketTime>>(),
            ParameterSets = AvcConfiguration.Read([1, 100, 0, 30, 0xFF, 0xE1, 0, 5, 0x67, 100, 0, 30, 0x80, 1, 0, 2, 0x68, 0xC0]),
            IdrPictures = (idr ?? [.. packets.Where(packet => packet.IsKey).Select(packet => packet.Pts)]).ToHashSet(),
        };
        return SmartChoice.Of(plan, windows, entries);
    }

    /// <summary>Packets in the order they are decoded: each third frame before the two that are shown before it. A group begins again.</summary>
    private static List<PacketTime> Packets(int count, int group)
    {
        var packets = new List<PacketTime>();
        for (var start = 0; start < count; start += group)
        {
            packets.Add(At(start, packets.Count, isKey: true));
            for (var anchor = 3; anchor < group + 2; anchor += 3)
            {
                foreach (var frame in new[] { Math.Min(anchor, group - 1), anchor - 2, anchor - 1 }.Distinct().Where(frame => frame < group && packets.All(packet => packet.Pts != (start + frame) * Frame)))
                {
                    packets.Add(At(start + frame, packets.Count, isKey: false));
                }
            }
        }

        return packets;
    }

    private static PacketTime At(int frame, int place, bool isKey) => new(frame * Frame, (place - 1) * Frame, Frame, isKey);

    private static CutPlan Plan(int first, int end, int fade)
    {
        var video = new VideoTrack
        {
            Index = 0,
            Codec = "h264",
            Profile = "High",
            PixelFormat = "yuv420p",
            Width = 320,
            Height = 180,
            FrameRate = new Rational(30, 1),
            TimeBase = new Rational(1, 15360),
            Rotation = 0,
            ReorderDepth = 1,
        };
        return new CutPlan
        {
            Source = Info(video),
            Video = video,
            FirstPts = first * Frame,
            LastPts = (end - 1) * Frame,
            EndPts = end * Frame,
            FadeSeconds = fade / 30m,
        };
    }

    private static MediaInfo Info(VideoTrack video) => new()
    {
        Path = "/recordings/talk.mp4",
        Bytes = 1,
        Container = "mov,mp4,m4a,3gp,3g2,mj2",
        Duration = TimeSpan.FromSeconds(20),
        StartTime = TimeSpan.Zero,
        Video = [video],
        Audio = [],
    };
}
