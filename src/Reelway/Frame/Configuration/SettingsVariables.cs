using System.Text;
using Reelway.Media;

namespace Reelway.Frame.Configuration;

/// <summary>The variables of the process and of <c>.env</c>, which never overrides the process. <c>NAME_FILE</c> stands for what a file holds.</summary>
internal sealed class SettingsVariables
{
    // A setting's value, most likely a secret or a key.
    private const int MostBytes = 1024 * 1024;

    private readonly Dictionary<string, (string Value, SettingOrigin Origin)> _all = new(StringComparer.Ordinal);
    private readonly SettingProblems _problems;
    private readonly List<(string Name, string Value, SettingOrigin Origin)> _overridden = [];
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly HashSet<string> _held = new(StringComparer.Ordinal);

    public SettingsVariables(SettingsRequest request, string baseDirectory, SettingProblems problems)
    {
        _problems = problems;
        foreach (var (name, value, origin) in DotEnv(request, baseDirectory))
        {
            Add(name, value, origin);
        }

        foreach (var (name, value) in request.Variables)
        {
            Add(name, value, new(SettingSource.Variable, name, 0, request.WorkingDirectory) { Variable = name });
        }

        if (request.Environment is { } environment)
        {
            // So that what is named after the environment by a variable is that of the one that was asked for.
            Add("ENV", environment, new(SettingSource.CommandLine, "--env", 0, request.WorkingDirectory));
        }
    }

    /// <summary>Adds those of an <c>.env</c> elsewhere that are not set yet.</summary>
    /// <returns>The file, whether it is there or not.</returns>
    public string AddWeaker(SettingsRequest request, string directory)
    {
        foreach (var (name, value, origin) in DotEnv(request, directory).Where(entry => !_all.ContainsKey(entry.Name)))
        {
            Add(name, value, origin);
        }

        return Path.Combine(directory, ".env");
    }

    /// <summary>All of them, the stronger after the weaker: lines of <c>.env</c> that are overridden, its others, and those of the process.</summary>
    public IEnumerable<(string Name, string Value, SettingOrigin Origin)> All
        => _overridden.Concat(_all.Select(pair => (pair.Key, pair.Value.Value, pair.Value.Origin)).OrderBy(one => one.Origin.Source));

    /// <summary>The files that <c>…_FILE</c> variables named, as far as they were read.</summary>
    public IReadOnlyCollection<string> FilesRead => _read;

    /// <summary>What those files held: most likely secrets, since nothing else is kept in a file of its own.</summary>
    public IReadOnlyCollection<string> ValuesRead => _held;

    /// <summary>What a variable holds; null when it is not set.</summary>
    public string? Find(string name)
    {
        if (_all.TryGetValue(name, out var found))
        {
            return found.Value;
        }

        return _all.TryGetValue(name + "_FILE", out var file) ? ReadFile(name, file.Value, file.Origin) : null;
    }

    /// <summary>What the file of a <c>…_FILE</c> variable holds, without the line end that editors add; null, reported, when it can't be read.</summary>
    public string? ReadFile(string key, string path, SettingOrigin origin)
    {
        try
        {
            var full = Path.GetFullPath(path, origin.Directory);
            var text = NamedFile.ReadText(full, MostBytes, Encoding.UTF8).TrimEnd('\r', '\n');
            _read.Add(full);
            _held.Add(text);
            return text;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException)
        {
            _problems.Error(key, origin, $"the file {path} can't be read: {problem.Message}");
            return null;
        }
    }

    private List<(string Name, string Value, SettingOrigin Origin)> DotEnv(SettingsRequest request, string directory)
    {
        var file = Path.Combine(directory, ".env");
        var shown = SettingsFiles.Shown(file, request.WorkingDirectory);
        return File.Exists(file)
            ? [.. ReadDotEnv(file, shown).Select(entry => (entry.Name, entry.Value, new SettingOrigin(SettingSource.DotEnv, shown, entry.Line, directory) { Variable = entry.Name }))]
            : [];
    }

    private IReadOnlyList<DotEnvFile.Entry> ReadDotEnv(string file, string shown)
    {
        try
        {
            return DotEnvFile.Read(file, shown, _problems);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            _problems.Error(shown, null, $"can't be read: {problem.Message}");
            return [];
        }
    }

    private void Add(string name, string value, SettingOrigin origin)
    {
        // An empty variable of the process keeps that of the file out, and sets nothing itself.
        if (value.Length > 0 && _all.TryGetValue(name, out var other))
        {
            _overridden.Add((name, other.Value, other.Origin));
        }

        _all[name] = (value, origin);
    }
}
