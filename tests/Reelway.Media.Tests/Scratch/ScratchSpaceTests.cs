using Microsoft.Extensions.Logging.Abstractions;

namespace Reelway.Media.Tests;

public sealed class ScratchSpaceTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ScratchSpace _space;

    public ScratchSpaceTests() => _space = new ScratchSpace(_folder.Options, NullLogger<ScratchSpace>.Instance);

    private string Root => Path.Combine(_folder.Options.Folder, "scratch");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_use_has_its_own_empty_folder_which_is_gone_afterwards_with_all_in_it()
    {
        using (var one = _space.Open())
        using (var other = _space.Open())
        {
            Assert.NotEqual(one.Path, other.Path);
            Assert.Empty(Directory.GetFileSystemEntries(one.Path));
            Directory.CreateDirectory(Path.Combine(one.Path, "deep", "deeper"));
            File.WriteAllText(Path.Combine(one.Path, "deep", "deeper", "film"), "x");
            File.WriteAllText(other.File("film.mp4"), "x");
        }

        Assert.Empty(Directory.GetFileSystemEntries(Root));
    }

    [Fact]
    public void Disposing_twice_is_harmless()
    {
        var scratch = _space.Open();
        scratch.Dispose();
        scratch.Dispose();
        Assert.Empty(Directory.GetFileSystemEntries(Root));
    }

    [Fact]
    public void Leftovers_of_the_dead_are_removed_and_folders_of_the_living_stay()
    {
        using var living = _space.Open();
        File.WriteAllText(living.File("film.mp4"), "x");
        var dead = Directory.CreateDirectory(Path.Combine(Root, "dead")).FullName;
        File.WriteAllText(Path.Combine(dead, "film.mp4"), "x");
        File.WriteAllText(dead + ".lock", "");
        File.WriteAllText(Path.Combine(Root, "only-the-lock.lock"), "");

        Assert.Equal(2, _space.RemoveLeftovers());
        Assert.True(File.Exists(living.File("film.mp4")));
        Assert.Equal([living.Path, living.Path + ".lock"], Directory.GetFileSystemEntries(Root).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Without_any_folder_there_is_nothing_to_remove() => Assert.Equal(0, _space.RemoveLeftovers());

    [Fact]
    public void A_link_in_the_folder_is_removed_and_not_what_it_points_to()
    {
        var precious = _folder.Write("precious.txt", "x");
        using (var scratch = _space.Open())
        {
            File.CreateSymbolicLink(scratch.File("link"), precious);
            Directory.CreateSymbolicLink(scratch.File("folder"), _folder.Path);
        }

        Assert.True(File.Exists(precious));
    }

    [Theory]
    [InlineData("../film.mp4")]
    [InlineData("a/b")]
    [InlineData("..")]
    [InlineData("")]
    public void A_name_that_is_a_path_is_refused(string name)
    {
        using var scratch = _space.Open();
        Assert.Throws<ArgumentException>(() => scratch.File(name));
    }

    [Fact]
    public void A_root_that_cannot_be_made_is_an_error_and_no_endless_loop()
    {
        File.WriteAllText(_folder.File("media"), "a file where the folder should be");
        Assert.ThrowsAny<IOException>(() => _space.Open());
    }
}
