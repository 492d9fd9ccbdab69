using System.Globalization;
using System.Text.Json;
using Reelway.Frame.Cli;
using Reelway.Runs.Commands;

namespace Reelway.Hosting.Demo;

/// <summary>The demo's report for people.</summary>
internal static class DemoText
{
    /// <param name="run">The run as the API shows it, for the table of its steps.</param>
    /// <param name="keeps">True when everything stays.</param>
    public static void Write(CliText text, DemoReport report, Uri sandbox, JsonElement run, bool keeps)
    {
        if (report.Video is { } video)
        {
            text.Line("THE VIDEO, as the sandbox holds it");
            text.Pairs(
                ("  link", video.Permalink.ToString()),
                ("  title", video.Title),
                ("  length", string.Create(CultureInfo.InvariantCulture, $"{video.DurationSeconds:0.00} s, {video.Bytes / 1e6:0.0} MB")),
                ("  sha256", video.Sha256));
            Paragraph(text, video.Description);
        }

        foreach (var mail in report.Mails)
        {
            text.Line();
            text.Line($"A MAIL to {mail.To}: {mail.Subject}");
            Paragraph(text, mail.Text ?? "");
        }

        if (report.Webhook is { } webhook)
        {
            text.Line();
            text.Line($"A WEBHOOK, {webhook.Type}, whose signature the receiver {(webhook.Verified ? "has verified" : "refuses")}");
            Paragraph(text, webhook.Body);
        }

        text.Line();
        text.Line($"THE SHEET, row {report.Sheet.Row}, column Link: {(report.Sheet.Link.Length > 0 ? report.Sheet.Link : "(empty)")}");
        text.Line();
        text.Line("THE RUN");
        RunText.Detail(text, run);
        text.Line();
        text.Pairs(
            [("dashboard", report.Dashboard.ToString()), .. report.Webhook is { } told ? [("delivery", told.Delivery.ToString())] : Array.Empty<(string, string)>(), ("sandbox", new Uri(sandbox, "/_sandbox").ToString())]);
        if (!keeps)
        {
            text.Line("They have ended with the demo; reelway demo --keep leaves them running until Ctrl-C.");
        }
    }

    private static void Paragraph(CliText text, string lines)
    {
        foreach (var line in lines.TrimEnd().Split('\n'))
        {
            text.Line($"  {line}");
        }
    }
}
