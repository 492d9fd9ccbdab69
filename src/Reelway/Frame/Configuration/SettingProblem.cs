using Reelway.Frame.Cli;

namespace Reelway.Frame.Configuration;

/// <summary>Something wrong with the configuration.</summary>
/// <param name="Key">The setting's full name, or the file when it concerns no setting.</param>
/// <param name="Origin">Where it was written; null when it was not written at all.</param>
/// <param name="Message">What is wrong and what would be right, without secrets.</param>
/// <param name="IsError">False for a warning, which does not stop the start.</param>
internal sealed record SettingProblem(string Key, SettingOrigin? Origin, string Message, bool IsError = true)
{
    /// <summary>The file that is wrong only in who may read it; null for everything else.</summary>
    public string? OpenFile { get; init; }

    /// <summary>One sentence with key, place and remedy.</summary>
    public override string ToString() => Origin is null ? $"{Key}: {Message}" : $"{Key} ({Origin}): {Message}";
}

/// <summary>Collects problems, so that all of them are reported at once.</summary>
internal sealed class SettingProblems
{
    private readonly List<SettingProblem> _all = [];

    /// <summary>What was found so far, in the order of finding.</summary>
    public IReadOnlyList<SettingProblem> All => _all;

    /// <summary>Something that stops the start.</summary>
    public void Error(string key, SettingOrigin? origin, string message) => _all.Add(new(key, origin, message));

    /// <summary>Something to know.</summary>
    public void Warning(string key, SettingOrigin? origin, string message) => _all.Add(new(key, origin, message, IsError: false));

    /// <summary>A file with secrets that others may read.</summary>
    /// <param name="shownAs">The file as messages name it.</param>
    public void ReadableByOthers(string path, string shownAs)
        => _all.Add(new(shownAs, null, $"other users may read it, and it may hold secrets; run: {ShellCommand.Of("chmod 600", shownAs)}", IsError: false) { OpenFile = path });
}
