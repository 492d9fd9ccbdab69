using FsCheck;
using FsCheck.Fluent;
using Reelway.Contracts;
using Reelway.Intake;
using Reelway.Library;

namespace Reelway.Tests.Intake;

public sealed class FileArrivalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("/in/What+next%3F #1?.mp4", "file:///in/What%2Bnext%253F%20%231%3F.mp4")]
    [InlineData("/in/🦉 \"a\"\nb.mp4", "file:///in/%F0%9F%A6%89%20%22a%22%0Ab.mp4")]
    public void A_path_with_any_characters_is_a_uri_and_a_path_again(string path, string uri)
    {
        Assert.Equal(uri, FileUri.Of(path));
        Assert.Equal(path, FileUri.Parse(uri));
    }

    [Fact]
    public void Any_path_survives()
        => Prop.ForAll<NonNull<string>>(text =>
        {
            var path = "/" + string.Concat(text.Get.Where(character => !char.IsSurrogate(character)));
            return FileUri.Parse(FileUri.Of(path)) == path;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Another_scheme_is_no_path() => Assert.Null(FileUri.Parse("s3://b/k.mp4"));

    [Fact]
    public void A_link_has_the_content_that_it_leads_to_and_its_own_name()
    {
        var path = Write("raw/take.mp4", "one");
        var direct = Link("in/Owls.mp4", path);
        var relative = Link("in/Bees.mp4", "../raw/take.mp4");
        var chain = Link("in/Hens.mp4", relative);
        Directory.CreateDirectory(_folder["deep"]);
        Directory.CreateSymbolicLink(_folder["deep/watched"], _folder["in"]);
        // "../" leads out of the folder that the linked one stands for, as the system sees it.
        string[] paths = [direct, relative, chain, _folder["deep/watched/Bees.mp4"]];
        var before = FileArrival.VersionOf(path);
        Assert.All(paths, each => Assert.Equal(before, FileArrival.VersionOf(each)));
        Assert.Contains("bytes=3&", before, StringComparison.Ordinal);

        File.AppendAllText(path, "two");
        Assert.All(paths, each => Assert.Contains("bytes=6&", FileArrival.VersionOf(each), StringComparison.Ordinal));
        var recorded = FileArrival.Find(direct)!;
        Assert.Equal(("Owls.mp4", FileUri.Of(direct)), (recorded.Name, recorded.Uri));
    }

    [Fact]
    public void A_link_that_leads_elsewhere_now_is_another_content()
    {
        var link = Link("in/Owls.mp4", Write("raw/first.mp4", "one"));
        var first = FileArrival.VersionOf(link);
        File.Delete(link);
        Link("in/Owls.mp4", Write("raw/second.mp4", "second"));
        Assert.NotEqual(first, FileArrival.VersionOf(link));
    }

    [Fact]
    public void A_file_of_several_names_grows_under_each()
    {
        var path = Write("raw/take.mp4", "one");
        Directory.CreateDirectory(_folder["in"]);
        using (var ln = System.Diagnostics.Process.Start("ln", [path, _folder["in/Owls.mp4"]]))
        {
            ln.WaitForExit();
        }

        File.AppendAllText(path, "two");
        Assert.Contains("bytes=6&", FileArrival.VersionOf(_folder["in/Owls.mp4"]), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_to_nothing_to_itself_or_to_a_folder_is_no_recording()
    {
        Directory.CreateDirectory(_folder["raw"]);
        string[] links = [Link("in/Gone.mp4", _folder["raw/gone.mp4"]), Link("in/Round.mp4", _folder["in/Round.mp4"]), Link("in/Folder.mp4", _folder["raw"])];
        Assert.All(links, link => Assert.Null(FileArrival.Find(link)));
    }

    private string Write(string name, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.WriteAllText(_folder[name], content);
        return _folder[name];
    }

    private string Link(string name, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.CreateSymbolicLink(_folder[name], target);
        return _folder[name];
    }
}
