using Reelway.Engine;
using Reelway.Frame.Texts;

namespace Reelway.Notifications;

/// <summary>The texts of mails about events: the program's own, or those of a file with <c>templates: NAME: {subject, text, html}</c>.</summary>
/// <remarks>The file is read whenever it is used, so that a correction needs no restart.</remarks>
internal sealed record MailTemplates(TextTemplate Subject, TextTemplate? Text, TextTemplate? Html)
{
    /// <summary>The setting that names the file.</summary>
    public const string Setting = "notifications.templates_path";

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

        return In(await TemplateFile.ReadAsync(file, Setting, cancellation), name);
    }

    private static MailTemplates In(TemplateFile file, string name)
    {
        var (subject, text, html) = (file.Find(name, "subject"), file.Find(name, "text"), file.Find(name, "html"));
        return subject is not null && (text ?? html) is not null
            ? new MailTemplates(subject, text, html)
            : throw FaultException.Setting($"{file.Name} has no templates.{name} with a subject and a text or html.", "Correct the file or the rule of notifications.mails, then retry.");
    }

    private static TextTemplate Own(string name)
    {
        using var stream = typeof(MailTemplates).Assembly.GetManifestResourceStream($"Reelway.Notifications.Templates.{name}")
            ?? throw new InvalidOperationException($"The program lacks its text {name}");
        using var reader = new StreamReader(stream);
        return new TextTemplate(name, reader.ReadToEnd());
    }
}
