using System.Text;
using Reelway.Engine;
using Reelway.Frame.Configuration;
using Reelway.Media;

namespace Reelway.Frame.Texts;

/// <summary>A file with the texts of mails: <c>templates: NAME: {subject, text, html}</c>.</summary>
internal sealed class TemplateFile
{
    // Far above any texts that people read.
    private const int MostBytes = 1024 * 1024;

    private readonly string _shownAs;
    private readonly SettingMap? _templates;

    private TemplateFile(string shownAs, SettingMap map) => (_shownAs, _templates) = (shownAs, map.Find("templates") as SettingMap);

    /// <summary>The file's name, for messages.</summary>
    public string Name => _shownAs;

    /// <summary>The names of its texts, in their order.</summary>
    public IEnumerable<string> Names => _templates?.Entries.Select(entry => entry.Key) ?? [];

    /// <summary>Reads a file by a name that a setting holds.</summary>
    /// <param name="setting">The setting, for messages.</param>
    /// <exception cref="FaultException">It can't be read; needs a person.</exception>
    public static async Task<TemplateFile> ReadAsync(string file, string setting, CancellationToken cancellation)
    {
        try
        {
            return Parse(await NamedFile.ReadTextAsync(file, MostBytes, Encoding.UTF8, cancellation), Path.GetFileName(file));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw FaultException.Setting($"The file of {setting} can't be read: {problem.Message}", "Correct the setting or the file, then retry.", problem);
        }
    }

    /// <summary>Reads what a file holds.</summary>
    /// <param name="shownAs">The file as messages name it.</param>
    /// <exception cref="FaultException">It is no YAML; needs a person.</exception>
    public static TemplateFile Parse(string text, string shownAs)
    {
        var problems = new SettingProblems();
        using var reader = new StringReader(text);
        // Variables are none of its language.
        return YamlSettings.Read(reader, shownAs, "", static (value, _) => value, problems) is { } map
            ? new TemplateFile(shownAs, map)
            : throw FaultException.Setting(problems.All[0].ToString(), "Correct the file, then retry.");
    }

    /// <summary>One part of a text; null when it is not there.</summary>
    /// <param name="part"><c>subject</c>, <c>text</c> or <c>html</c>.</param>
    public TextTemplate? Find(string name, string part)
        => (_templates?.Find(name) as SettingMap)?.Find(part) is SettingValue { Text: { Length: > 0 } its } value
            ? new TextTemplate($"{_shownAs}, {name}.{part}", its) { FirstLine = Math.Max(1, value.FirstLine) }
            : null;
}
