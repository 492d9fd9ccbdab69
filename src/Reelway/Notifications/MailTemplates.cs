using System.Text;
using Reelway.Engine;
using Reelway.Frame.Configuration;
using Reelway.Frame.Texts;
using Reelway.Media;

namespace Reelway.Notifications;

/// <summary>The texts of mails about events: the program's own, or those of a file with <c>templates: NAME: {subject, text, html}</c>.</summary>
/// <remarks>The file is read whenever it is used, so that a correction needs no restart.</remarks>
internal sealed record MailTemplates(TextTemplate Subject, TextTemplate? Text, TextTemplate? Html)
{
    /// <summary>The setting that names the file.</summary>
    public const string Setting = "notifications.templates_path";

    // Far above any texts that people read.
    private const int MostBytes = 1024 * 1024;

    /// <summary>The texts of that name.</summary>
    /// <exception cref="FaultException">There are none, or they can't be read; needs a person.</exception>
    public static async Task<MailTemplates> ReadAsync(string? file, string? name, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            return new MailTemplates(Own("mail-subject.txt"), Own("mail.txt"), Html: null);
        }

        if (string.IsNullOrWhiteSpace(file))
        {
            throw FaultException.Setting($"A rule of notifications.mails names the text \"{name}\", and {Setting} names no file.", $"Set {Setting}, then retry.");
        }

        return In(await MapAsync(file, cancellation), Path.GetFileName(file), name);
    }

    private static MailTemplates In(SettingMap map, string file, string name)
    {
        var texts = (map.Find("templates") as SettingMap)?.Find(name) as SettingMap;
        var (subject, text, html) = (TextOf("subject"), TextOf("text"), TextOf("html"));
        return subject is not null && (text ?? html) is not null
            ? new MailTemplates(subject, text, html)
            : throw FaultException.Setting($"{file} has no templates.{name} with a subject and a text or html.", "Correct the file or the rule of notifications.mails, then retry.");

        TextTemplate? TextOf(string member) => texts?.Find(member) is SettingValue { Text: { Length: > 0 } its } ? new TextTemplate($"{file}, {name}.{member}", its) : null;
    }

    private static async Task<SettingMap> MapAsync(string file, CancellationToken cancellation)
    {
        try
        {
            var problems = new SettingProblems();
            using var text = new StringReader(await NamedFile.ReadTextAsync(file, MostBytes, Encoding.UTF8, cancellation));
            // Variables are none of its language.
            return YamlSettings.Read(text, Path.GetFileName(file), Path.GetDirectoryName(file) ?? "", static (value, _) => value, problems)
                ?? throw FaultException.Setting(problems.All[0].ToString(), "Correct the file, then retry.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw FaultException.Setting($"The file of {Setting} can't be read: {problem.Message}", "Correct the setting or the file, then retry.", problem);
        }
    }

    private static TextTemplate Own(string name)
    {
        using var stream = typeof(MailTemplates).Assembly.GetManifestResourceStream($"Reelway.Notifications.Templates.{name}")
            ?? throw new InvalidOperationException($"The program lacks its text {name}");
        using var reader = new StreamReader(stream);
        return new TextTemplate(name, reader.ReadToEnd());
    }
}
