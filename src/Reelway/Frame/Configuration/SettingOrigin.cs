namespace Reelway.Frame.Configuration;

/// <summary>Where a value comes from, in the order of who wins: the later kind beats the earlier.</summary>
internal enum SettingSource
{
    /// <summary>Built in.</summary>
    Default,

    /// <summary>A YAML file.</summary>
    File,

    /// <summary>A line of the <c>.env</c> file.</summary>
    DotEnv,

    /// <summary>An environment variable.</summary>
    Variable,

    /// <summary>The command line.</summary>
    CommandLine,
}

/// <summary>Where a value comes from, exactly enough to go there and change it.</summary>
/// <param name="Name">The file, the variable or the option.</param>
/// <param name="Line">Line in the file, from 1; 0 where there is none.</param>
/// <param name="Directory">What a relative path in this value is relative to.</param>
internal sealed record SettingOrigin(SettingSource Source, string Name, int Line, string Directory)
{
    /// <summary>The variable, of the process or of <c>.env</c>; null where it is none.</summary>
    public string? Variable { get; init; }

    /// <summary>True for what a file holds that a variable has named (<c>…_FILE</c>): it is not shown, whatever it was read for.</summary>
    public bool IsHeldInFile { get; init; }

    /// <summary>As people read it: <c>reelway.yaml:12</c>, <c>variable REELWAY__INTAKE__FOLDER</c>, <c>default</c>.</summary>
    public override string ToString() => Source switch
    {
        SettingSource.Default => "default",
        SettingSource.Variable => $"variable {Name}",
        SettingSource.File or SettingSource.DotEnv when Line > 0 => $"{Name}:{Line}",
        _ => Name,
    };
}
