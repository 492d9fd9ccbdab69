using Reelway.Talks.Sources;

namespace Reelway.Tests.Talks.Sources;

public sealed class RecordingNamesTests
{
    [Theory]
    [InlineData("Owls.mp4")]
    [InlineData("Owls.MOV")]
    [InlineData("day 1/hall.b/00012.MTS")]
    [InlineData("./Owls.mp4")]
    [InlineData("What is .NET.mkv")]
    public void A_video_s_name_is_a_recording(string name) => Assert.Null(RecordingNames.WhyPassedBy(name));

    [Theory]
    [InlineData("Owls.jpg", "does not end like a video's")]
    [InlineData("C0001M01.XML", "does not end like a video's")]
    [InlineData("Owls.mp4.md5", "does not end like a video's")]
    [InlineData("Owls.mp4.part", "does not end like a video's")]
    [InlineData("notes.txt", "does not end like a video's")]
    [InlineData("recordings_$folder$", "does not end like a video's")]
    [InlineData("recordings", "does not end like a video's")]
    [InlineData("", "does not end like a video's")]
    [InlineData(".DS_Store", "hidden")]
    [InlineData("._Owls.mp4", "hidden")]
    [InlineData("day 1/._Owls.mp4", "hidden")]
    [InlineData(".Trashes/501/Owls.mp4", "hidden")]
    [InlineData("day 1/", "folder's mark")]
    [InlineData("Owls.mp4/", "folder's mark")]
    [InlineData("day 1/Owls.srt", "captions")]
    public void What_lies_beside_recordings_is_passed_by(string name, string why)
        => Assert.Contains(why, RecordingNames.WhyPassedBy(name), StringComparison.Ordinal);
}
