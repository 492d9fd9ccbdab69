using System.Globalization;
using System.Text;
using System.Text.Json;
using Reelway.Frame.Audit;
using Reelway.Frame.Operations;
using Reelway.Frame.Web;

namespace Reelway.Access;

/// <summary>What can be asked of the audit log.</summary>
internal static class AuditApi
{
    /// <summary>Where the page is.</summary>
    public const string PagePath = "/audit";

    private const int LongestName = 200;
    private const int ExportedAtOnce = 500;

    private static readonly Right Read = new("audit:read");

    private static readonly Parameter[] Filters =
    [
        new("actor", "Only what this person or key has done."),
        new("action", "Only this action, such as person.role, or all that begin so where it ends with *."),
        new("subject", "Only what was done to this, such as connection/main."),
        new("since", "Only from this time on."),
        new("until", "Only before this time."),
    ];

    public static readonly Operation<ListOf<AuditItem>> List = new("listAudit", "GET /audit", Read)
    {
        Summary = "List what was done",
        Text = "The newest first: who, what, when, before and after, and why, where it was said. Sign-ins, keys, people, connections, schedules and more; kept for as long as `access.keep_audit` says.",
        Parameters = Filters,
        Example = new([AuditItem.Sample]),
        Problems = [WebProblems.InvalidRequest],
    };

    public static readonly Operation<IResult> Export = new("exportAudit", "GET /audit/export", Read)
    {
        Summary = "Export what was done",
        Text = "The newest first and all of it, as `format=ndjson` (a line of JSON each) or `format=csv`. It is sent as it is read, however much there is; that somebody took it is noted.",
        MediaType = "application/x-ndjson",
        Parameters = [.. Filters, new("format", "How it is written. Default ndjson.", Values: ["ndjson", "csv"])],
        Problems = [WebProblems.InvalidRequest],
    };

    public static void MapAudit(this IEndpointRouteBuilder routes)
    {
        routes.Map(List, async (
            string? actor, string? action, string? subject, string? since, string? until, [AsParameters] Paging paging, AuditStore audit, CancellationToken cancellation) =>
        {
            var request = new RequestText();
            var query = ReadQuery(request, actor, action, subject, since, until);
            var page = paging.Of($"audit/{query}", request);
            return page.Answer(await audit.SearchAsync(query, page.Before ?? long.MaxValue, page.Count + 1, cancellation), entry => entry.Position, AuditItem.From);
        });
        routes.Map(Export, async (
            string? actor, string? action, string? subject, string? since, string? until, string? format, HttpContext http, AuditStore audit, CancellationToken cancellation) =>
        {
            var (query, isCsv) = RequestText.Read(request =>
            {
                if (format is not (null or "ndjson" or "csv"))
                {
                    request.Refuse("/query/format", "unknown", "Must be ndjson or csv.");
                }

                return (ReadQuery(request, actor, action, subject, since, until), format == "csv");
            });
            await audit.RecordAsync(Visitor.ActorOf(http), "audit.exported", "audit/log", "", cancellation);
            return Results.Stream(stream => WriteAsync(stream, audit, query, isCsv, cancellation), isCsv ? "text/csv; charset=utf-8" : "application/x-ndjson", $"reelway-audit.{(isCsv ? "csv" : "ndjson")}");
        });
    }

    /// <summary>Reads what filters the list.</summary>
    public static AuditQuery ReadQuery(RequestText request, string? actor, string? action, string? subject, string? since, string? until) => new(
        request.Line("/query/actor", actor, LongestName), request.Line("/query/action", action, LongestName), request.Line("/query/subject", subject, LongestName),
        Time(request, "/query/since", since), Time(request, "/query/until", until));

    private static DateTimeOffset? Time(RequestText request, string pointer, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return time;
        }

        request.Refuse(pointer, "not-a-time", "Must be a time such as 2026-03-04T10:00:00Z.");
        return null;
    }

    private static async Task WriteAsync(Stream stream, AuditStore audit, AuditQuery query, bool isCsv, CancellationToken cancellation)
    {
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { NewLine = isCsv ? "\r\n" : "\n" };
        if (isCsv)
        {
            await writer.WriteLineAsync("at,actor,action,subject,detail,before,after,reason");
        }

        for (var before = long.MaxValue; ;)
        {
            var entries = await audit.SearchAsync(query, before, ExportedAtOnce, cancellation);
            foreach (var item in entries.Select(AuditItem.From))
            {
                await writer.WriteLineAsync((isCsv ? Row(item) : JsonSerializer.Serialize(item, AccessJson.Default.AuditItem)).AsMemory(), cancellation);
            }

            await writer.FlushAsync(cancellation);
            if (entries.Count < ExportedAtOnce)
            {
                return;
            }

            before = entries[^1].Position;
        }
    }

    private static string Row(AuditItem item) => string.Join(
        ',', new[] { item.At.ToString("O", CultureInfo.InvariantCulture), item.Actor, item.Action, item.Subject, item.Detail, item.Before, item.After, item.Reason }.Select(Cell));

    /// <summary>A cell that a spreadsheet takes for text, whatever stands in it, also where it reads = + - @ of full width as the same.</summary>
    private static string Cell(string? text)
    {
        var plain = text ?? "";
        var safe = plain.Length > 0 && plain[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20' ? "'" + plain : plain;
        return safe.AsSpan().ContainsAny(",\"\r\n") ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}

/// <summary>Something that was done, as the API and <c>--json</c> show it.</summary>
/// <param name="Detail">A sentence; empty when there is nothing to add.</param>
/// <param name="Before">What it was.</param>
/// <param name="After">What it is since.</param>
internal sealed record AuditItem(DateTime At, string Actor, string Action, string Subject, string Detail, string? Before, string? After, string? Reason)
{
    public static AuditItem Sample { get; } = new(
        new DateTime(2026, 3, 4, 10, 20, 0, DateTimeKind.Utc), "ana", "person.role", "person/boris", "", "viewer", "producer", "He looks after the main stage.");

    public static AuditItem From(AuditEntry entry) => new(entry.At.UtcDateTime, entry.Actor, entry.Action, entry.Subject, entry.Detail, entry.Before, entry.After, entry.Reason);
}
