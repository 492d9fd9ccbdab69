using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Reelway.Sandbox.Faults;

namespace Reelway.Sandbox.Control;

/// <summary>Everything received, as one page for a person. It has no script and every text in it is escaped.</summary>
internal static class StatePage
{
    private const int ShownRows = 200;

    private const string Style = """
        :root { color-scheme: light dark; --line: light-dark(#d5dae1, #333b47); --soft: light-dark(#5a6472, #9aa5b4);
          --card: light-dark(#ffffff, #181d25); --ground: light-dark(#f4f6f8, #0f1318); --link: light-dark(#0b57a4, #7db7f5); }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 1.5rem; max-width: 80rem; background: var(--ground); font: 15px/1.5 system-ui, sans-serif; }
        h1 { font-size: 1.5rem; margin: 0; }
        h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
        p { color: var(--soft); margin: .25rem 0; }
        a { color: var(--link); }
        table { width: 100%; border-collapse: collapse; background: var(--card); border: 1px solid var(--line); }
        th, td { padding: .5rem .75rem; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
        th { color: var(--soft); font-weight: 600; font-size: .85rem; }
        td { white-space: pre-wrap; min-width: 7.5rem; }
        summary { cursor: pointer; padding: .25rem 0; }
        details.log { margin-top: 1rem; }
        details.log > summary { font-size: 1.1rem; font-weight: 600; }
        .rest { margin-top: 2rem; }
        pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: .5rem 0 0; font-size: .85rem; }
        @media (max-width: 64rem) {
          body { padding: 1rem; }
          thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
          table, tbody, tr, td { display: block; }
          table { border: 0; background: none; }
          tr { background: var(--card); border: 1px solid var(--line); margin-bottom: .75rem; padding: .25rem 0; }
          td { border: 0; padding: .25rem .75rem; }
          td:empty { display: none; }
          td::before { content: attr(data-label); display: block; color: var(--soft); font-size: .8rem; }
        }
        """;

    public static Task WriteAsync(HttpContext context, IReadOnlyList<SandboxResident> residents, FaultBook faults)
    {
        context.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        return context.AnswerAsync(StatusCodes.Status200OK, "text/html; charset=utf-8", Render(residents, faults));
    }

    internal static string Render(IReadOnlyList<SandboxResident> residents, FaultBook faults)
    {
        var page = new StringBuilder()
            .Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Sandbox</title><style>")
            .Append(Style).Append("</style></head><body><h1>Sandbox</h1>")
            .Append("<p>Stand-ins for outside systems on this machine. Nothing here has left it. ")
            .Append("The same as JSON: <a href=\"/_sandbox/state\">state</a>, <a href=\"/_sandbox/faults\">faults on order</a>.</p>");
        var tables = residents.SelectMany(resident => resident.Tables()).Append(FaultTable(faults)).ToList();
        foreach (var table in tables.Where(table => table.Rows.Count > 0))
        {
            page.Append("<h2>").Append(Escape(table.Title)).Append("</h2>");
            Append(page, table);
        }

        // The page is as long as what there is to see.
        var empty = tables.Where(table => table.Rows.Count == 0).Select(table => table.Title).ToList();
        page.Append(empty.Count == 0 ? "" : $"<p class=\"rest\">Nothing yet: {Escape(string.Join(", ", empty))}.</p>");
        foreach (var resident in residents.Where(resident => resident.Requests.Entries.Count > 0))
        {
            var requests = RequestTable(resident);
            page.Append("<details class=\"log\"><summary>").Append(Escape(requests.Title)).Append(CultureInfo.InvariantCulture, $": {resident.Requests.Entries.Count}</summary>");
            Append(page, requests);
            page.Append("</details>");
        }

        return page.Append("</body></html>").ToString();
    }

    private static void Append(StringBuilder page, StateTable table)
    {
        page.Append("<table><thead><tr>");
        foreach (var column in table.Columns)
        {
            page.Append("<th scope=\"col\">").Append(Escape(column)).Append("</th>");
        }

        page.Append("</tr></thead><tbody>");
        foreach (var row in table.Rows.Take(ShownRows))
        {
            page.Append("<tr>");
            for (var i = 0; i < row.Cells.Count; i++)
            {
                page.Append("<td data-label=\"").Append(Escape(table.Columns[i])).Append("\">");
                Append(page, row.Cells[i]);
                page.Append("</td>");
            }

            page.Append("</tr>");
        }

        page.Append("</tbody></table>");
        if (table.Rows.Count > ShownRows)
        {
            page.Append(CultureInfo.InvariantCulture, $"<p>The newest {ShownRows} of {table.Rows.Count}; the state has all.</p>");
        }
    }

    private static void Append(StringBuilder page, StateCell cell)
    {
        if (cell.Link is { } link)
        {
            page.Append("<a href=\"").Append(Escape(link)).Append("\">").Append(Escape(cell.Text)).Append("</a>");
        }
        else if (cell.IsLong && cell.Text.Length > 0)
        {
            page.Append(CultureInfo.InvariantCulture, $"<details><summary>{cell.Text.AsSpan().Count('\n') + 1} lines, {cell.Text.Length} characters</summary><pre>")
                .Append(Escape(cell.Text)).Append("</pre></details>");
        }
        else
        {
            page.Append(Escape(cell.Text));
        }
    }

    /// <summary>The newest request first. Many of a kind in a row, such as the pieces of an upload or the questions of a poll, are one row.</summary>
    private static StateTable RequestTable(SandboxResident resident)
    {
        var rows = new List<List<SandboxRequest>>();
        foreach (var request in resident.Requests.Entries.Reverse())
        {
            if (rows.Count > 0 && IsOfAKind(rows[^1][^1], request))
            {
                rows[^1].Add(request);
            }
            else
            {
                rows.Add([request]);
            }
        }

        return new("Requests to " + resident.Name, ["Time", "Request", "Times", "Detail", "Answer", "Fault"], [.. rows.Select(Row)]);
    }

    private static bool IsOfAKind(SandboxRequest one, SandboxRequest other)
        => (one.Method, one.Path, one.Status, one.Fault) == (other.Method, other.Path, other.Status, other.Fault);

    private static StateRow Row(List<SandboxRequest> requests)
    {
        var newest = requests[0];
        var details = requests.Select(request => request.Detail).Where(detail => detail.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        return new StateRow(
            newest.At, newest.Method + " " + newest.Path,
            requests.Count == 1 ? "" : requests.Count,
            new StateCell(string.Join('\n', details), IsLong: details.Count > 1),
            newest.Status == 0 ? "connection cut" : newest.Status, newest.Fault is { } fault ? fault.Name() : "");
    }

    private static StateTable FaultTable(FaultBook faults) => new(
        "Faults on order", ["System", "Requests", "Effect", "Hits"], [.. faults.Ordered.Select(ordered => new StateRow(
            ordered.Fault.System, $"{ordered.Fault.Match?.Method ?? "any"} {ordered.Fault.Match?.Path ?? "anywhere"}",
            ordered.Fault.Effect.Name(), string.Create(CultureInfo.InvariantCulture, $"{ordered.Hits} of {ordered.Fault.Times}")))]);

    private static string Escape(string text) => HtmlEncoder.Default.Encode(text);
}
