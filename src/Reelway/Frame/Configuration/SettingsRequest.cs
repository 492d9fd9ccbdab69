namespace Reelway.Frame.Configuration;

/// <summary>From where the configuration is to be read.</summary>
/// <param name="WorkingDirectory">Where <c>reelway.yaml</c> is looked for when no file is named.</param>
/// <param name="Variables">The environment.</param>
/// <param name="ConfigFile">A file that must exist; null: look for one.</param>
/// <param name="Environment">Name of the overlay in <c>environments/</c>; null: as the variables say.</param>
internal sealed record SettingsRequest(
    string WorkingDirectory, IReadOnlyDictionary<string, string> Variables, string? ConfigFile = null, string? Environment = null)
{
    /// <summary>Settings given on the command line, by full name, with the option that gave them.</summary>
    public IReadOnlyList<CommandLineSetting> CommandLine { get; init; } = [];
}

/// <summary>A setting given on the command line.</summary>
/// <param name="Key">Its full name.</param>
/// <param name="Option">The option as messages name it: <c>--data</c>.</param>
internal sealed record CommandLineSetting(string Key, string Value, string Option);
