using System.Security.Cryptography;
using System.Text.Json;
using CsvHelper;
using Reelway.Frame.Cli;
using Reelway.Media;
using Reelway.Sandbox;

namespace Reelway.Hosting.Demo;

/// <summary>What became of the demo's recording, as <c>--json</c> prints it.</summary>
/// <param name="Video">As the sandbox holds it; null when nothing was published.</param>
/// <param name="Webhook">How the talk was announced; null when it was not.</param>
/// <param name="Dashboard">Address of the runs page, good while the demo runs.</param>
internal sealed record DemoReport(
    DemoReport.RunPart Run, DemoReport.VideoPart? Video, IReadOnlyList<DemoReport.MailPart> Mails, DemoReport.SheetPart Sheet,
    DemoReport.WebhookPart? Webhook, Uri Dashboard)
{
    // The Graph API gives addresses without a host.
    private static readonly Uri FacebookHost = new("https://www.facebook.com");

    /// <summary>Asks the server, the sandbox and the sheet.</summary>
    /// <param name="run">The run as the API shows it.</param>
    public static async Task<DemoReport> CollectAsync(
        JsonElement run, WebhookPart? announced, DemoServer server, SandboxServer sandbox, DemoFiles files, MediaProbe probe, CancellationToken cancellation)
    {
        var talks = await server.Api.GetAsync("/api/v1/talks?limit=1", cancellation);
        var archived = talks.List("items").Select(talk => talk.Text("file")).FirstOrDefault() is { } uri ? new Uri(uri).LocalPath : null;
        var published = sandbox.Facebook.Videos.SingleOrDefault(video => video.Published);
        return new DemoReport(
            new RunPart(run.Text("id")!, run.Text("state")!, [.. run.List("steps").Select(Step)]),
            published is null ? null : new VideoPart(
                published.Id, published.Title, published.Description, new Uri(FacebookHost, published.Permalink), published.Bytes,
                published.Sha256!, (await probe.ProbeAsync(published.File, cancellation)).Duration.TotalSeconds, archived),
            [.. sandbox.Mail.Messages.Entries.Select(mail => new MailPart(string.Join(", ", mail.To), mail.Subject, mail.Text))],
            new SheetPart(DemoFiles.TalkRow, await ReadLinkAsync(files.TalkSheet, cancellation)),
            announced,
            new Uri(server.Api.Server, "/runs"));
    }

    /// <summary>True when the published bytes are those of the archived file.</summary>
    public async Task<bool> IsArchivedAsync(CancellationToken cancellation)
    {
        if (Video?.File is not { } path)
        {
            return false;
        }

        await using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation)) == Video.Sha256;
    }

    private static StepPart Step(JsonElement step) => new(
        step.Text("name")!, step.Text("state")!, step.GetProperty("attempts").GetInt32(),
        step.TryGetProperty("elapsedMs", out var elapsed) && elapsed.ValueKind == JsonValueKind.Number ? elapsed.GetInt64() : null);

    private static async Task<string> ReadLinkAsync(string sheet, CancellationToken cancellation)
    {
        using var reader = new StringReader(await File.ReadAllTextAsync(sheet, cancellation));
        using var csv = new CsvReader(reader, System.Globalization.CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        for (var row = 2; csv.Read(); row++)
        {
            if (row == DemoFiles.TalkRow)
            {
                return csv.GetField("Link") ?? "";
            }
        }

        return "";
    }

    internal sealed record RunPart(string Id, string State, IReadOnlyList<StepPart> Steps);

    internal sealed record StepPart(string Name, string State, int Attempts, long? ElapsedMs);

    /// <param name="Permalink">The whole address.</param>
    /// <param name="Bytes">Bytes that the sandbox received.</param>
    /// <param name="Sha256">Of those bytes.</param>
    /// <param name="DurationSeconds">Of those bytes, measured.</param>
    /// <param name="File">The archived file, whose bytes they should be.</param>
    internal sealed record VideoPart(
        string Id, string Title, string Description, Uri Permalink, long Bytes, string Sha256, double DurationSeconds, string? File);

    /// <param name="Id">The <c>webhook-id</c>.</param>
    /// <param name="Verified">True when the receiver found the signature good.</param>
    /// <param name="Body">What it got.</param>
    /// <param name="Delivery">Address of the delivery's page, good while the demo runs.</param>
    internal sealed record WebhookPart(string Type, string Id, bool Verified, string Body, Uri Delivery);

    internal sealed record MailPart(string To, string Subject, string? Text);

    /// <param name="Row">Counted as spreadsheets do, the header being row 1.</param>
    internal sealed record SheetPart(int Row, string Link);
}
