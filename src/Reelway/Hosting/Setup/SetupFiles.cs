using System.Text;
using Reelway.Frame.Cli;

namespace Reelway.Hosting.Setup;

/// <summary>A file that <c>init</c> writes.</summary>
/// <param name="IsPrivate">True when nobody but its owner may read it.</param>
internal sealed record SetupFile(string Name, string Text, bool IsPrivate = false);

/// <summary>Writes the first files of an installation. What is there already stays as it is, and then nothing is written at all.</summary>
internal static class SetupFiles
{
    /// <summary>A file as the program brings it along.</summary>
    public static SetupFile Template(string name, string resource)
    {
        using var stream = typeof(SetupFiles).Assembly.GetManifestResourceStream($"Reelway.Hosting.Setup.Templates.{resource}")
            ?? throw new InvalidOperationException($"The program lacks its file {resource}");
        using var reader = new StreamReader(stream);
        return new(name, reader.ReadToEnd().ReplaceLineEndings("\n"));
    }

    /// <summary>Ends the command when one of the files is there.</summary>
    public static void EnsureNew(string folder, IEnumerable<SetupFile> files)
    {
        var standing = files.Select(file => file.Name).Where(name => Path.Exists(Path.Combine(folder, name))).ToList();
        if (standing.Count > 0)
        {
            throw new CliException(ExitCode.Conflict,
                $"{folder} has {string.Join(" and ", standing)} already, and nothing is overwritten; move away what is there, or run this in another folder.");
        }
    }

    /// <summary>Takes away what <see cref="WriteAsync"/> has written.</summary>
    public static void Remove(string folder, IEnumerable<SetupFile> files)
    {
        foreach (var file in files)
        {
            File.Delete(Path.Combine(folder, file.Name));
        }
    }

    /// <summary>Writes all of them, or none.</summary>
    public static async Task WriteAsync(string folder, IReadOnlyList<SetupFile> files, CancellationToken cancellation)
    {
        EnsureNew(folder, files);
        var written = new List<string>();
        try
        {
            foreach (var file in files)
            {
                var path = Path.Combine(folder, file.Name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                await using var stream = new FileStream(path, Options(file));
                written.Add(path);
                await stream.WriteAsync(Encoding.UTF8.GetBytes(file.Text), cancellation);
            }
        }
        catch (Exception problem)
        {
            written.ForEach(File.Delete);
            if (problem is IOException or UnauthorizedAccessException)
            {
                throw new CliException(ExitCode.Failed, $"Nothing was written to {folder}: {problem.Message}", problem);
            }

            throw;
        }
    }

    private static FileStreamOptions Options(SetupFile file)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (file.IsPrivate && !OperatingSystem.IsWindows())
        {
            // Private from its first moment, not only once it is complete.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }
}
