using Reelway.Runs;

namespace Reelway.Tests.Runs;

public sealed class RunSubjectTests
{
    [Theory]
    [InlineData("file:///srv/in/From%20tape%20to%20talk_.mp4?bytes=7&modified=6", "From tape to talk_")]
    [InlineData("s3://bucket/2026/What%20now%3F.mov?version=x", "What now?")]
    [InlineData("s3://bucket", "s3://bucket")]
    [InlineData("probe:1:2", "probe:1:2")]
    [InlineData("https://example.org/a.mp4", "https://example.org/a.mp4")]
    [InlineData("<b>bold</b>", "<b>bold</b>")]
    [InlineData("", "")]
    public void A_file_is_called_by_its_name_and_everything_else_by_its_key(string key, string name)
        => Assert.Equal(name, RunSubject.Name(key));
}
