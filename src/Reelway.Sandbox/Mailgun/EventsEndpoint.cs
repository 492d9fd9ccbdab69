using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Reelway.Sandbox.Mailgun;

/// <summary><c>GET /v3/{domain}/events</c>: what happened to the messages of a domain.</summary>
internal sealed class EventsEndpoint(Journal<MailgunMessage> messages, Func<MailgunSettings> settings, TimeProvider time)
{
    private const int MostItems = 300;

    public MailgunAnswer Run(string domain, IQueryCollection query)
    {
        var limit = 100;
        if (query.TryGetValue("limit", out var asked) && (!int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit is < 1 or > MostItems))
        {
            return MailgunAnswer.Refusal(StatusCodes.Status400BadRequest, $"limit must be 1 to {MostItems}");
        }

        foreach (var name in (string[])["begin", "end"])
        {
            if (query.ContainsKey(name) && Time(query, name) is null)
            {
                return MailgunAnswer.Refusal(StatusCodes.Status400BadRequest, $"{name} is not a valid time");
            }
        }

        var visible = time.GetUtcNow().AddMilliseconds(-settings().EventLagMs);
        var events = messages.Entries.Where(message => message.Domain == domain && message.At <= visible).SelectMany(Events).Where(happened => Matches(happened, query));
        var isAscending = query["ascending"].ToString() is "yes" or "true";
        var items = (isAscending ? events : events.Reverse()).Take(limit).Select(happened => (JsonNode)Json(happened)).ToArray();
        return new MailgunAnswer(StatusCodes.Status200OK, new JsonObject { ["items"] = new JsonArray(items), ["paging"] = new JsonObject() });
    }

    private static IEnumerable<(string Event, string Recipient, MailgunMessage Message)> Events(MailgunMessage message)
        => message.To.SelectMany(recipient => message.IsTest
            ? [("accepted", recipient, message)]
            : new[] { ("accepted", recipient, message), ("delivered", recipient, message) });

    private static bool Matches((string Event, string Recipient, MailgunMessage Message) happened, IQueryCollection query)
        => Is(query, "event", happened.Event)
            && Is(query, "recipient", happened.Recipient)
            // Seen with the real one: an id in brackets is read as an expression and filters nothing.
            && (query["message-id"].ToString().StartsWith('<') || Is(query, "message-id", happened.Message.Id.Trim('<', '>')))
            && (Time(query, "begin") is not { } begin || happened.Message.At >= begin)
            && (Time(query, "end") is not { } end || happened.Message.At <= end);

    private static bool Is(IQueryCollection query, string name, string value)
        => query[name].ToString() is "" || query[name].ToString().Equals(value, StringComparison.OrdinalIgnoreCase);

    private static DateTimeOffset? Time(IQueryCollection query, string name)
        => double.TryParse(query[name], NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(seconds) < 1e11
            ? DateTimeOffset.UnixEpoch.AddSeconds(seconds)
            : null;

    private static JsonObject Json((string Event, string Recipient, MailgunMessage Message) happened)
    {
        var message = happened.Message;
        return new JsonObject
        {
            ["event"] = happened.Event,
            ["id"] = $"{happened.Event}-{message.Number}",
            ["timestamp"] = message.At.ToUnixTimeMilliseconds() / 1000.0,
            ["recipient"] = happened.Recipient,
            ["flags"] = new JsonObject { ["is-test-mode"] = message.IsTest },
            ["message"] = new JsonObject
            {
                ["headers"] = new JsonObject
                {
                    ["message-id"] = message.Id.Trim('<', '>'),
                    ["from"] = message.From,
                    ["to"] = string.Join(", ", message.To),
                    ["subject"] = message.Subject,
                },
            },
            ["user-variables"] = new JsonObject(message.Variables.Select(variable => KeyValuePair.Create(variable.Key, (JsonNode?)variable.Value))),
        };
    }
}
