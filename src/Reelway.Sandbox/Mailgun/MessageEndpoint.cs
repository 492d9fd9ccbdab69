using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Reelway.Sandbox.Mailgun;

/// <summary><c>POST /v3/{domain}/messages</c>: what is taken and what is refused.</summary>
internal sealed partial class MessageEndpoint(
    Journal<MailgunMessage> messages, MailgunSandboxOptions options, Func<MailgunSettings> settings, TimeProvider time)
{
    private const int MostRecipients = 1000;

    /// <summary>Of all o:, h: and v: fields together.</summary>
    private const int MostOptionBytes = 16 * 1024;

    public MailgunAnswer Run(string region, string domain, IFormCollection form)
    {
        if (Problem(form, domain) is { } problem)
        {
            return problem;
        }

        var now = time.GetUtcNow();
        var headers = Prefixed(form, "h:");
        var message = new MailgunMessage(
            0, now, region, domain, IdOf(headers, domain, now), form["from"].ToString(),
            Recipients(form)!, form["subject"].ToString(), Optional(form, "text"), Optional(form, "html"), headers, Prefixed(form, "v:"),
            [.. form["o:tag"].OfType<string>()], IsYes(form, "o:testmode"), [.. form.Files.Select(file => file.FileName)]);
        messages.Add(number => message with { Number = number });
        return new MailgunAnswer(StatusCodes.Status200OK, new JsonObject { ["id"] = message.Id, ["message"] = "Queued. Thank you." });
    }

    private MailgunAnswer? Problem(IFormCollection form, string domain)
    {
        if (settings().DisabledDomains.Contains(domain, StringComparer.OrdinalIgnoreCase))
        {
            return Bad($"Domain {domain} is not allowed to send: The domain is disabled");
        }

        if (SizeOf(form) > options.LargestMessageBytes)
        {
            return MailgunAnswer.Refusal(StatusCodes.Status413PayloadTooLarge, "Request entity too large");
        }

        foreach (var name in (string[])["from", "to"])
        {
            if (!form.ContainsKey(name))
            {
                return Bad($"{name} parameter is missing");
            }
        }

        if (MailgunAddress.Read(form["from"].ToString()) is not [_])
        {
            return BadAddress("from");
        }

        return Recipients(form) switch
        {
            null => BadAddress("to"),
            { Count: > MostRecipients } => Bad("to parameter holds more than 1000 recipients"),
            _ => ContentProblem(form),
        };
    }

    private static MailgunAnswer? ContentProblem(IFormCollection form)
    {
        if (form.ContainsKey("html") && form.ContainsKey("template"))
        {
            return Bad("'html' and 'template' parameters exclude each other");
        }

        if (!((string[])["text", "html", "amp-html", "template"]).Any(name => form[name].ToString().Length > 0))
        {
            return Bad("Need at least one of 'text' or 'html' parameters specified");
        }

        if (Prefixed(form, "h:").Keys.FirstOrDefault(name => name.Length == 0 || !Ascii.IsValid(name) || name.AsSpan().ContainsAny(" :\r\n")) is { } header)
        {
            return Bad($"h:{header} is not a valid header name");
        }

        var optionBytes = form.Where(field => field.Key is [_, ':', ..]).Sum(field => field.Key.Length + Encoding.UTF8.GetByteCount(field.Value.ToString()));
        return optionBytes > MostOptionBytes ? Bad("o:, h: and v: parameters are larger than 16 kB in all") : null;
    }

    private string IdOf(IReadOnlyDictionary<string, string> headers, string domain, DateTimeOffset now)
    {
        var asked = headers.FirstOrDefault(header => header.Key.Equals("Message-Id", StringComparison.OrdinalIgnoreCase)).Value?.Trim() ?? "";
        return !settings().OwnMessageIds && MessageId().IsMatch(asked)
            ? $"<{asked.Trim('<', '>')}>"
            : $"<{now.UtcDateTime:yyyyMMddHHmmss}.{Guid.NewGuid():N}@{domain}>";
    }

    private static IReadOnlyList<string>? Recipients(IFormCollection form) => MailgunAddress.Read(string.Join(',', form["to"].OfType<string>()));

    private static Dictionary<string, string> Prefixed(IFormCollection form, string prefix)
        => form.Where(field => field.Key.StartsWith(prefix, StringComparison.Ordinal))
            .ToDictionary(field => field.Key[prefix.Length..], field => field.Value.ToString(), StringComparer.Ordinal);

    private static string? Optional(IFormCollection form, string name) => form.TryGetValue(name, out var value) ? value.ToString().ReplaceLineEndings("\n") : null;

    private static bool IsYes(IFormCollection form, string name) => form[name].ToString() is "yes" or "true";

    private static long SizeOf(IFormCollection form)
        => form.Sum(field => (long)Encoding.UTF8.GetByteCount(field.Value.ToString())) + form.Files.Sum(file => file.Length);

    private static MailgunAnswer BadAddress(string name) => Bad($"{name} parameter is not a valid address. please check documentation");

    private static MailgunAnswer Bad(string message) => MailgunAnswer.Refusal(StatusCodes.Status400BadRequest, message);

    [GeneratedRegex(@"\A<?[^\s<>@]+@[^\s<>@]+>?\z")]
    private static partial Regex MessageId();
}
