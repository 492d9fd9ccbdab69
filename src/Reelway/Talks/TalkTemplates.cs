using Reelway.Engine;
using Reelway.Talks.Text;

namespace Reelway.Talks;

/// <summary>The texts that go out, from the configured files or from the defaults inside the program.</summary>
/// <remarks>Files are read whenever they are used, so that a correction needs no restart.</remarks>
internal sealed class TalkTemplates(TemplateFiles files)
{
    private const string Setting = "talks.templates.";

    public Task<TextTemplate> DescriptionAsync(CancellationToken cancellation)
        => ReadAsync(files.Description, "description", "description.txt", cancellation);

    public Task<TextTemplate> MailSubjectAsync(CancellationToken cancellation)
        => ReadAsync(files.MailSubject, "mail_subject", "mail-subject.txt", cancellation);

    public Task<TextTemplate> MailTextAsync(CancellationToken cancellation)
        => ReadAsync(files.MailText, "mail_text", "mail.txt", cancellation);

    public Task<TextTemplate> MailHtmlAsync(CancellationToken cancellation)
        => ReadAsync(files.MailHtml, "mail_html", "mail.html", cancellation);

    public Task<TextTemplate> FeedPostAsync(CancellationToken cancellation)
        => ReadAsync(files.FeedPost, "feed_post", "feed-post.txt", cancellation);

    private static async Task<TextTemplate> ReadAsync(string? file, string setting, string standard, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(file))
        {
            await using var stream = typeof(TalkTemplates).Assembly.GetManifestResourceStream($"Reelway.Talks.Templates.{standard}")
                ?? throw new InvalidOperationException($"The program lacks its text {standard}");
            using var reader = new StreamReader(stream);
            return new TextTemplate(standard, await reader.ReadToEndAsync(cancellation));
        }

        try
        {
            return new TextTemplate(Path.GetFileName(file), await File.ReadAllTextAsync(file, cancellation));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FaultException(
                new Fault(
                    FaultKind.NeedsPerson,
                    $"The text {Setting}{setting} can't be read: {exception.Message} Correct the setting or the file, then retry."),
                exception);
        }
    }
}
