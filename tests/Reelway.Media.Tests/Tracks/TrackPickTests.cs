namespace Reelway.Media.Tests;

public sealed class TrackPickTests
{
    private static readonly IReadOnlySet<int> NoneSilent = new HashSet<int>();

    [Theory]
    [InlineData("--", 1, "(h264, 320x180): the first, since no other is marked as default")]
    [InlineData("-d", 2, "(h264, 320x180, default): marked as default")]
    [InlineData("dd", 1, "(h264, 320x180, default): the first, since no other is marked as default")]
    [InlineData("s-", 2, "(h264, 320x180): the first that moves")]
    public void The_picture_is_the_one_that_players_show(string marks, int taken, string reason)
    {
        var info = PicturePick.Of(File(marks, "d"), wished: null);
        var picture = Assert.Single(info.Video);
        Assert.Equal((taken, taken), (picture.Number, info.Choice!.Picture));
        Assert.Equal($"picture {taken} of 2 {reason}", info.Choice.PictureReason);
    }

    [Fact]
    public void What_is_asked_for_goes_before_what_is_marked()
    {
        var info = SoundPick.Of(PicturePick.Of(File("d-", "d-"), wished: 2), wished: 2, NoneSilent);
        Assert.Equal([2], info.Video.Select(track => track.Number));
        Assert.Equal([2, 1], info.Audio.Select(track => track.Number));
        Assert.Equal("picture 2 of 2 (h264, 320x180): as asked for; sound 2 of 2 (aac, stereo): as asked for; the others follow it", info.Choice!.Reason);
    }

    [Fact]
    public void A_file_with_one_of_each_has_nothing_to_say()
    {
        var info = SoundPick.Of(PicturePick.Of(File("d", "d"), wished: null), wished: null, NoneSilent);
        Assert.Equal((1, 1, null, null), (info.Choice!.Picture, info.Choice.Sound, info.Choice.Reason, info.Choice.Warning));
        info = SoundPick.Of(PicturePick.Of(File("d", ""), wished: null), wished: null, NoneSilent);
        Assert.Null(info.Choice!.Sound);
    }

    [Theory]
    [InlineData(0, null, "talk.mkv has 2 pictures, but media.picture_track or --picture-track asks for picture 0: choose among 1 (h264, 320x180, default), 2 (h264, 320x180).")]
    [InlineData(3, null, "choose among 1 (h264, 320x180, default), 2 (h264, 320x180).")]
    [InlineData(null, 2, "talk.mkv has 1 sound, but media.sound_track or --sound-track asks for sound 2: choose among 1 (aac, stereo, default).")]
    public void A_number_that_is_not_there_is_refused_with_those_that_are(int? picture, int? sound, string sentence)
    {
        var fault = Assert.Throws<MediaException>(() => SoundPick.Of(PicturePick.Of(File("d-", "d"), picture, sound), sound, NoneSilent));
        Assert.Equal(MediaFaultKind.BadSetting, fault.Kind);
        Assert.Contains(sentence, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sound_that_is_asked_for_is_refused_where_there_is_none()
    {
        var fault = Assert.Throws<MediaException>(() => SoundPick.Of(PicturePick.Of(File("d", ""), null), 1, NoneSilent));
        Assert.Equal("talk.mkv has no sound, but media.sound_track or --sound-track asks for sound 1: leave that out.", fault.Message);
    }

    /// <summary>d: default; c: a comment; s: silent.</summary>
    [Theory]
    [InlineData("-- --", 1, "the first;", null)]
    [InlineData("-- d-", 2, "marked as default;", null)]
    [InlineData("-s --", 2, "the first that is not silent; sound 1 is silent;", null)]
    [InlineData("ds d-", 2, "the first that is not silent; sound 1 is silent;", null)]
    [InlineData("ds --", 1, "marked as default; sound 1 is silent;", "sound 2 (aac, stereo) is not: choose it with media.sound_track or --sound-track 2")]
    [InlineData("-s -s", 1, "the first;", null)]
    [InlineData("c- --", 2, "the first that is no comment;", null)]
    public void The_sound_is_the_one_that_players_play_and_among_equals_the_first_that_is_not_silent(string marks, int taken, string reason, string? warning)
    {
        var sounds = marks.Split(' ');
        var info = File("d", string.Concat(sounds.Select(mark => mark[0])));
        info = SoundPick.Of(PicturePick.Of(info, wished: null), wished: null, Enumerable.Range(1, sounds.Length).Where(number => sounds[number - 1][1] == 's').ToHashSet());
        Assert.Equal(taken, info.Audio[0].Number);
        Assert.Equal(taken, info.Choice!.Sound);
        Assert.Equal(2, info.Audio.Count);
        Assert.Contains(reason, info.Choice.SoundReason, StringComparison.Ordinal);
        Assert.True(warning is null ? info.Choice.Warning is null : info.Choice.Warning?.Contains(warning, StringComparison.Ordinal), info.Choice.Warning);
    }

    [Fact]
    public void A_cameras_mono_tracks_are_channels_of_which_one_is_published()
    {
        var info = File("-", "----");
        info = info with { Audio = [.. info.Audio.Select(track => track with { Codec = "pcm_s24le", Channels = 1 })] };
        var chosen = SoundPick.Of(PicturePick.Of(info, wished: null), wished: null, new HashSet<int> { 1, 3, 4 });
        Assert.Equal([2], chosen.Audio.Select(track => track.Number));
        Assert.Equal(
            "sound 2 of 4 (pcm_s24le, mono): the first that is not silent; sounds 1, 3, 4 are silent; the others are further channels of a camera, and left out", chosen.Choice!.SoundReason);

        // A mark on a silent one tells nothing.
        var first = info with { Audio = [.. info.Audio.Select(track => track with { IsDefault = track.Number == 1 })] };
        Assert.Equal([2], SoundPick.Of(PicturePick.Of(first, wished: null), wished: null, new HashSet<int> { 1, 3, 4 }).Audio.Select(track => track.Number));
        Assert.Equal([1], SoundPick.Of(PicturePick.Of(first, wished: null), wished: null, new HashSet<int> { 2 }).Audio.Select(track => track.Number));

        // With languages they are translations.
        info = info with { Audio = [.. info.Audio.Select(track => track with { Language = "eng" })] };
        Assert.Equal(4, SoundPick.Of(PicturePick.Of(info, wished: null), wished: null, NoneSilent).Audio.Count);
    }

    [Fact]
    public void Sounds_of_another_programme_do_not_belong_to_the_picture()
    {
        var info = File("--", "--") with { Programs = [[0, 2], [1, 3]] };
        Assert.Equal([1], PicturePick.Of(info, wished: null).Audio.Select(track => track.Number));
        Assert.Equal([2], PicturePick.Of(info, wished: 2).Audio.Select(track => track.Number));
        Assert.Equal([1, 2], PicturePick.Of(info, wished: 2, sound: 1).Audio.Select(track => track.Number));
    }

    /// <summary>A file whose tracks carry these marks.</summary>
    private static MediaInfo File(string pictures, string sounds) => new()
    {
        Path = "/recordings/talk.mkv",
        Bytes = 1,
        Container = "matroska,webm",
        Duration = TimeSpan.FromSeconds(8),
        StartTime = TimeSpan.Zero,
        Video = [.. pictures.Select((mark, place) => new VideoTrack
        {
            Index = place, Number = place + 1, IsDefault = mark == 'd', IsStill = mark == 's', Codec = "h264", Width = 320, Height = 180,
            FrameRate = new Rational(30, 1), TimeBase = new Rational(1, 1000), Rotation = 0, ReorderDepth = 2,
        })],
        Audio = [.. sounds.Select((mark, place) => new AudioTrack
        {
            Index = pictures.Length + place, Number = place + 1, IsDefault = mark == 'd', IsAside = mark == 'c', Codec = "aac", SampleRate = 48000, Channels = 2,
        })],
    };
}
