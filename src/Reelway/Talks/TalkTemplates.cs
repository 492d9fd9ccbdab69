using System.Diagnostics.CodeAnalysis;
using System.Text;
using Reelway.Engine;
using Reelway.Frame.Texts;
using Reelway.Media;

namespace Reelway.Talks;

/// <summary>The texts that go out, from the configured files or from the defaults inside the program.</summary>
/// <remarks>Files are read whenever they are used, so that a correction needs no restart.</remarks>
internal sealed class TalkTemplates(Func<TemplateFiles> named)
{
    private const string Setting = "talks.templates.";

    // Far above any text that people read.
    private const int MostBytes = 1024 * 1024;

    public Task<TextTemplate> DescriptionAsync(CancellationToken cancellation)
        => ReadAsync(named().Description, "description", "description.txt", cancellation);

    public Task<TextTemplate> MailSubjectAsync(CancellationToken cancellation)
        => ReadAsync(named().MailSubject, "mail_subject", "mail-subject.txt", cancellation);

    /// <summary>The mail as text; null when it is made from an HTML text of one's own.</summary>
    public async Task<TextTemplate?> MailTextAsync(CancellationToken cancellation)
    {
        var files = named();
        return IsOwn(files.MailText) || !IsOwn(files.MailHtml) ? await ReadAsync(files.MailText, "mail_text", "mail.txt", cancellation) : null;
    }

    /// <summary>The mail as HTML; null when there is a text of one's own and nothing else, so that nobody reads other words in HTML.</summary>
    public async Task<TextTemplate?> MailHtmlAsync(CancellationToken cancellation)
    {
        var files = named();
        return IsOwn(files.MailHtml) || !IsOwn(files.MailText) ? await ReadAsync(files.MailHtml, "mail_html", "mail.html", cancellation) : null;
    }

    public Task<TextTemplate> FeedPostAsync(CancellationToken cancellation)
        => ReadAsync(named().FeedPost, "feed_post", "feed-post.txt", cancellation);

    private static async Task<TextTemplate> ReadAsync(string? file, string setting, string standard, CancellationToken cancellation)
    {
        if (!IsOwn(file))
        {
            await using var stream = typeof(TalkTemplates).Assembly.GetManifestResourceStream($"Reelway.Talks.Templates.{standard}")
                ?? throw new InvalidOperationException($"The program lacks its text {standard}");
            using var reader = new StreamReader(stream);
            return new TextTemplate(standard, await reader.ReadToEndAsync(cancellation));
        }

        try
        {
            return new TextTemplate(Path.GetFileName(file), await NamedFile.ReadTextAsync(file, MostBytes, Encoding.UTF8, cancellation));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw FaultException.Setting(
                $"The text {Setting}{setting} can't be read: {exception.Message}", "Correct the setting or the file, then retry.", exception);
        }
    }

    private static bool IsOwn([NotNullWhen(true)] string? file) => !string.IsNullOrWhiteSpace(file);
}
