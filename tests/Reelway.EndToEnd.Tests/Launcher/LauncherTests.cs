using System.Globalization;

namespace Reelway.EndToEnd.Tests.Launcher;

public sealed class LauncherTests : IDisposable
{
    private readonly LauncherCopy _copy = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _copy.Dispose();

    [Fact]
    public async Task It_becomes_the_program_with_the_arguments_as_they_are()
    {
        var launched = await _copy.RunAsync(Cancellation, "talks", "submit", "a b.mp4", "", "*");

        Assert.Equal($"{launched.Pid}\ntalks\nsubmit\na b.mp4\n\n*\n", launched.Output);
        Assert.Equal(7, launched.ExitCode);
    }

    [Fact]
    public async Task It_builds_once_and_says_nothing_the_second_time()
    {
        var first = await _copy.RunAsync(Cancellation);
        var second = await _copy.RunAsync(Cancellation);

        Assert.Equal(1, _copy.Builds);
        Assert.StartsWith("reelway: building", first.Error, StringComparison.Ordinal);
        Assert.Equal("", second.Error);
    }

    [Theory]
    [InlineData("src/Program.cs")]
    [InlineData("src/Talks/New.cs")]
    [InlineData("Directory.Packages.props")]
    [InlineData("eng/BannedSymbols.txt")]
    public async Task It_builds_again_when_a_source_changed(string file)
    {
        await _copy.RunAsync(Cancellation);
        _copy.Write(file);
        await _copy.RunAsync(Cancellation);

        Assert.Equal(2, _copy.Builds);
    }

    [Fact]
    public async Task It_builds_again_when_a_source_was_removed()
    {
        await _copy.RunAsync(Cancellation);
        File.Delete(Path.Combine(_copy.House, "src", "Program.cs"));
        await _copy.RunAsync(Cancellation);

        Assert.Equal(2, _copy.Builds);
    }

    [Theory]
    [InlineData("Program.cs(1,2): error CS1002: ; expected", "the build failed")]
    [InlineData("error NU1301: Unable to load the service index", "packages could not be fetched")]
    public async Task A_failed_build_is_shown_explained_and_tried_again(string words, string sentence)
    {
        var broken = Path.Combine(_copy.Notes, "broken");
        await File.WriteAllTextAsync(broken, words, Cancellation);
        var failed = await _copy.RunAsync(Cancellation, "serve");
        File.Delete(broken);
        var mended = await _copy.RunAsync(Cancellation, "serve");

        Assert.Equal(3, failed.ExitCode);
        Assert.Equal("", failed.Output);
        Assert.Contains(words, failed.Error, StringComparison.Ordinal);
        Assert.Contains(sentence, failed.Error, StringComparison.Ordinal);
        Assert.EndsWith("serve\n", mended.Output, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task Two_starts_at_once_build_once()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var hold = Path.Combine(_copy.Notes, "hold");
        await LauncherCopy.EndAsync(_copy.Start("-c", $"mkfifo '{hold}'"), cancellation);
        var first = _copy.Start(Path.Combine(_copy.House, "reelway"), "first");
        Assert.StartsWith("reelway: building", await first.StandardError.ReadLineAsync(cancellation), StringComparison.Ordinal);
        var second = _copy.Start(Path.Combine(_copy.House, "reelway"), "second");
        Assert.Equal("reelway: another start is building; waiting for it", await second.StandardError.ReadLineAsync(cancellation));
        await File.WriteAllTextAsync(hold, "go", cancellation);

        Assert.EndsWith("first\n", (await LauncherCopy.EndAsync(first, cancellation)).Output, StringComparison.Ordinal);
        Assert.EndsWith("second\n", (await LauncherCopy.EndAsync(second, cancellation)).Output, StringComparison.Ordinal);
        Assert.Equal(1, _copy.Builds);
    }

    [Fact]
    public async Task It_starts_through_a_link_from_anywhere()
    {
        var link = Path.Combine(_copy.Notes, "rw");
        File.CreateSymbolicLink(link, Path.Combine(_copy.House, "reelway"));
        var process = _copy.Start(link, "--version");

        var launched = await LauncherCopy.EndAsync(process, Cancellation);
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"{process.Id}\n--version\n"), launched.Output);
    }

    [Fact]
    public async Task It_installs_what_is_missing_once_and_says_so()
    {
        _copy.AddAptGet();
        _copy.RemoveTool("ffmpeg");

        var first = await _copy.RunAsync(Cancellation);
        var second = await _copy.RunAsync(Cancellation);

        Assert.Contains("reelway: installing ffmpeg (apt-get)", first.Error, StringComparison.Ordinal);
        Assert.Equal(7, first.ExitCode);
        Assert.Equal("", second.Error);
        Assert.Collection(
            _copy.Lines("apt-get.calls"),
            update => Assert.EndsWith("update", update, StringComparison.Ordinal),
            install => Assert.EndsWith("install --yes --no-install-recommends ffmpeg", install, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Where_it_cannot_install_it_names_what_is_missing()
    {
        _copy.RemoveTool("ffprobe");

        var launched = await _copy.RunAsync(Cancellation);

        Assert.Equal(3, launched.ExitCode);
        Assert.Equal("", launched.Output);
        Assert.Equal("reelway: this machine lacks what Debian packages as: ffmpeg. Install that and start again.\n", launched.Error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("8.0.100 [/x]\n9.0.10 [/x]\n")]
    public async Task Without_the_sdk_it_says_where_to_get_it(string sdks)
    {
        await File.WriteAllTextAsync(Path.Combine(_copy.Notes, "sdks"), sdks, Cancellation);

        var launched = await _copy.RunAsync(Cancellation);

        Assert.Equal(3, launched.ExitCode);
        Assert.Contains("the .NET 10 SDK is missing", launched.Error, StringComparison.Ordinal);
        Assert.Contains("https://dotnet.microsoft.com/download/dotnet/10.0", launched.Error, StringComparison.Ordinal);
        Assert.Equal(0, _copy.Builds);
    }
}
