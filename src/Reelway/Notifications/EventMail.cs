using System.Globalization;
using System.Text.Json;
using Reelway.Events;
using Reelway.Facts;
using Reelway.Frame;
using Reelway.Frame.Texts;

namespace Reelway.Notifications;

/// <summary>A mail about events, written.</summary>
/// <param name="Html">Null for a mail that is text only.</param>
internal sealed record EventMail(string Subject, string Text, string? Html)
{
    /// <summary>Most events that a mail says something about.</summary>
    public const int MostShown = 50;

    /// <summary>Writes a mail.</summary>
    /// <param name="events">What it is about, at least one; of very many the first.</param>
    /// <param name="more">How many there are besides.</param>
    public static EventMail Write(MailTemplates templates, IReadOnlyList<RecordedEvent> events, int more)
    {
        var (shown, all) = (events.Take(MostShown).Select(Values).ToList(), events.Count + more);
        more = all - shown.Count;
        // Of one event its values stand by themselves too, as older systems' texts name them.
        var values = new Dictionary<string, object?>(all == 1 ? shown[0] : [], StringComparer.Ordinal)
        {
            ["headline"] = Headline(events, all),
            ["count"] = all.ToString(CultureInfo.InvariantCulture),
            ["events"] = shown.ConvertAll(one => (object?)one),
            ["more"] = more == 0 ? "" : more.ToString(CultureInfo.InvariantCulture),
        };
        var html = templates.Html?.FillHtml(values);
        return new EventMail(
            ShownText.Name(templates.Subject.FillSubject(values).Trim()), (templates.Text?.Fill(values) ?? HtmlText.Of(html!)).ReplaceLineEndings("\n"), html);
    }

    private static string Headline(IReadOnlyList<RecordedEvent> events, int all)
        => all > 1
            ? $"Reelway: {all} events, {string.Join(", ", events.Select(told => told.Type).Distinct().Order(StringComparer.Ordinal))}"
            : $"Reelway: {What(events[0])} {Reason(events[0])}";

    private static Dictionary<string, object?> Values(RecordedEvent told)
    {
        var fields = told.Data.EnumerateObject().Select(member => (member.Name, Value: TextOf(member.Value))).ToList();
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in fields)
        {
            values[name] = value;
            values[JsonNamingPolicy.SnakeCaseLower.ConvertName(name)] = value;
        }

        values["what"] = What(told);
        values["type"] = told.Type;
        values["subject"] = told.Subject;
        values["timestamp"] = values["time"] = told.Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
        values["id"] = EventEnvelope.IdOf(told.Id);
        values["fields"] = fields.ConvertAll(field => (object?)new Dictionary<string, object?>(StringComparer.Ordinal) { ["name"] = field.Name, ["value"] = field.Value });
        return values;
    }

    private static string What(RecordedEvent told) => EventType.Find(told.Type)?.Text ?? told.Type;

    private static string Reason(RecordedEvent told)
        => told.Data.TryGetProperty("reason", out var reason) || told.Data.TryGetProperty("title", out reason) ? TextOf(reason) : told.Subject;

    // Each value is one line, whoever wrote it.
    private static string TextOf(JsonElement value) => ShownText.Sentence(value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        _ => value.GetRawText(),
    });
}
