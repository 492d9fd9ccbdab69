using FsCheck;
using FsCheck.Fluent;
using Reelway.Talks.Sources;

namespace Reelway.Tests.Talks.Sources;

public sealed class FileRecordingTests
{
    [Theory]
    [InlineData("/in/What+next%3F #1?.mp4", "file:///in/What%2Bnext%253F%20%231%3F.mp4")]
    [InlineData("/in/🦉 \"a\"\nb.mp4", "file:///in/%F0%9F%A6%89%20%22a%22%0Ab.mp4")]
    public void A_path_with_any_characters_is_a_uri_and_a_path_again(string path, string uri)
    {
        Assert.Equal(uri, FileRecording.UriOf(path));
        Assert.Equal(path, FileRecording.PathOf(uri));
    }

    [Fact]
    public void Any_path_survives()
        => Prop.ForAll<NonNull<string>>(text =>
        {
            var path = "/" + string.Concat(text.Get.Where(character => !char.IsSurrogate(character)));
            return FileRecording.PathOf(FileRecording.UriOf(path)) == path;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Another_scheme_is_no_path() => Assert.Null(FileRecording.PathOf("s3://b/k.mp4"));
}
