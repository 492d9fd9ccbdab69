using Reelway.Contracts;
using Reelway.Frame.Protection;

namespace Reelway.Tests.Frame.Protection;

public sealed class KeyFileTests : IDisposable
{
    private static readonly string Key = Convert.ToBase64String(Enumerable.Range(0, 32).Select(i => (byte)i).ToArray());
    private static readonly string OtherKey = Convert.ToHexString(Enumerable.Range(100, 32).Select(i => (byte)i).ToArray());

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void What_is_sealed_is_opened_by_the_same_key_under_the_same_name()
    {
        var file = Write(Key);

        var box = file.Seal("one", "žluťoučký <key/>");

        Assert.Equal("žluťoučký <key/>", Write(Key).Open("one", box));
        Assert.NotEqual(box, file.Seal("one", "žluťoučký <key/>"));
        Assert.Throws<KeyFileException>(() => file.Open("two", box));
    }

    [Fact]
    public void A_wrong_key_a_changed_box_and_rubbish_are_refused()
    {
        var box = Write(Key).Seal("one", "plain");
        var changed = Convert.FromBase64String(box);
        changed[^1] ^= 1;

        Assert.Throws<KeyFileException>(() => Write(OtherKey).Open("one", box));
        Assert.Throws<KeyFileException>(() => Write(Key).Open("one", Convert.ToBase64String(changed)));
        Assert.Throws<KeyFileException>(() => Write(Key).Open("one", ""));
        Assert.Throws<KeyFileException>(() => Write(Key).Open("one", "AAAA"));
        Assert.Throws<KeyFileException>(() => Write(Key).Open("one", "not base64"));
    }

    [Fact]
    public void A_new_key_above_the_old_one_seals_and_both_open()
    {
        var old = Write(Key);
        var both = Write($"{OtherKey}\r\n\n  {Key}\n");

        Assert.Equal("plain", both.Open("one", old.Seal("one", "plain")));
        Assert.Equal("plain", Write(OtherKey).Open("one", both.Seal("one", "plain")));
        Assert.Equal(Write(OtherKey).Fingerprint, both.Fingerprint);
        Assert.True(both.Has(old.Fingerprint));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n\n")]
    [InlineData("passphrase")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==")]
    [InlineData("zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz")]
    public void A_file_without_a_key_is_refused_with_how_to_make_one(string text)
    {
        var refused = Assert.Throws<KeyFileException>(() => Write(text));

        Assert.Contains("openssl rand -base64 32", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("passphrase", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_file_a_folder_an_endless_one_and_one_that_others_read_are_told_apart()
    {
        var open = _folder["open.key"];
        File.WriteAllText(open, Key);
        File.SetUnixFileMode(open, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        Assert.Contains("is missing", Refusal(_folder["none.key"]), StringComparison.Ordinal);
        Assert.Contains("is missing", Refusal(_folder["none/none.key"]), StringComparison.Ordinal);
        Assert.Contains("can't be read", Refusal(_folder.FullPath), StringComparison.Ordinal);
        Assert.Contains("chmod 600", Refusal(open), StringComparison.Ordinal);
        File.WriteAllText(_folder["long.key"], string.Join('\n', Enumerable.Repeat(Key, 200)));
        File.SetUnixFileMode(_folder["long.key"], UnixFileMode.UserRead);
        Assert.Contains("holds no key", Refusal(_folder["long.key"]), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static string Refusal(string path) => Assert.Throws<KeyFileException>(() => KeyFile.Read(path)).Message;

    private KeyFile Write(string text)
    {
        var path = _folder[$"{Guid.NewGuid()}.key"];
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        return KeyFile.Read(path);
    }
}
