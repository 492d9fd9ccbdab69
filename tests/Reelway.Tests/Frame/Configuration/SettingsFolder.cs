using Reelway.Frame.Configuration;

namespace Reelway.Tests.Frame.Configuration;

/// <summary>A folder with configuration files, gone after the test.</summary>
internal sealed class SettingsFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("reelway-settings-").FullName;

    public Dictionary<string, string> Variables { get; } = [];

    public SettingsCatalog Catalog { get; init; } = SampleSettings.Catalog;

    public SettingsFolder With(string file, string text)
    {
        var path = System.IO.Path.Combine(Path, file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text.ReplaceLineEndings("\n"));
        if (!OperatingSystem.IsWindows())
        {
            // An .env that others may read is a warning of its own.
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        return this;
    }

    public SettingsFolder Variable(string name, string value)
    {
        Variables[name] = value;
        return this;
    }

    public Settings Load(string? config = null, string? env = null, params (string Key, string Value)[] set)
        => new SettingsLoader(Catalog).Load(new SettingsRequest(Path, Variables, config, env)
        {
            CommandLine = [.. set.Select(pair => new CommandLineSetting(pair.Key, pair.Value, "--set"))],
        });

    /// <summary>The configuration must be usable without a word.</summary>
    public SampleOptions Sample(string? env = null, params (string Key, string Value)[] set)
    {
        var settings = Load(null, env, set);
        Assert.Empty(settings.Problems);
        return settings.Get<SampleOptions>();
    }

    /// <summary>The one problem that there is.</summary>
    public SettingProblem Problem(string? config = null, string? env = null, params (string Key, string Value)[] set)
        => Assert.Single(Load(config, env, set).Problems);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
