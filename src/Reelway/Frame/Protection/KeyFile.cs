using System.Text;
using Reelway.Frame.Cli;
using Reelway.Media;

namespace Reelway.Frame.Protection;

/// <summary>The keys of <c>secrets.key_file</c>, one a line. The first seals, all open: a new one is put above the old one.</summary>
internal sealed class KeyFile
{
    private const int MostBytes = 4096;
    private const UnixFileMode OfOthers
        = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.GroupWrite;

    private readonly IReadOnlyList<SealingKey> _keys;

    private KeyFile(string path, IReadOnlyList<SealingKey> keys) => (Path, _keys) = (path, keys);

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Names the key that seals, and tells nothing about it.</summary>
    public string Fingerprint => _keys[0].Fingerprint;

    /// <summary>Reads and judges the file.</summary>
    /// <exception cref="KeyFileException">It is missing, holds no key, or others may read it.</exception>
    public static KeyFile Read(string path)
    {
        RefuseOthers(path);
        var lines = ReadText(path).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var keys = lines.Select(line => SealingKey.TryParse(line) ?? throw NoKey(path)).ToList();
        return keys.Count > 0 ? new KeyFile(path, keys) : throw NoKey(path);
    }

    /// <summary>True when others than its owner and group may read or change the file, so that it is refused.</summary>
    public static bool IsOpenToOthers(string path)
        // A group may read it: that is how containers hand a secret to a user who isn't root.
        => !OperatingSystem.IsWindows() && File.Exists(path) && (File.GetUnixFileMode(path) & OfOthers) != 0;

    /// <summary>True when a key of this name is in the file.</summary>
    public bool Has(string fingerprint) => _keys.Any(key => key.Fingerprint == fingerprint);

    /// <summary>Seals a text.</summary>
    /// <param name="name">What it is known by: under another name it can't be opened.</param>
    public string Seal(string name, string plain) => _keys[0].Seal(name, plain);

    /// <summary>Opens what one of its keys has sealed.</summary>
    /// <exception cref="KeyFileException">None of them has, or it was changed.</exception>
    public string Open(string name, string text)
        => _keys.Select(key => key.TryOpen(name, text)).FirstOrDefault(plain => plain is not null)
            ?? throw new KeyFileException($"The key \"{name}\" in the database can't be opened with {Path}: it was sealed with another file, or changed.");

    private static string ReadText(string path)
    {
        try
        {
            using var file = NamedFile.Open(path);
            var bytes = new byte[MostBytes + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return length <= MostBytes ? Encoding.UTF8.GetString(bytes, 0, length) : throw NoKey(path);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new KeyFileException(
                $"secrets.key_file: {path} is missing; copy it from the other machines of this installation, or make one for all of them with: (umask 077 && openssl rand -base64 32 > {ShellCommand.Word(path)})",
                problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"secrets.key_file: {path} can't be read: {problem.Message}", problem);
        }
    }

    private static void RefuseOthers(string path)
    {
        if (IsOpenToOthers(path))
        {
            throw new KeyFileException($"secrets.key_file: others than its owner can read or change {path}; take that right away with: {ShellCommand.Of("chmod 600", path)}");
        }
    }

    private static KeyFileException NoKey(string path)
        => new($"secrets.key_file: {path} holds no key; each line must be 32 bytes in base64 or hexadecimal digits, as made by: openssl rand -base64 32");
}
