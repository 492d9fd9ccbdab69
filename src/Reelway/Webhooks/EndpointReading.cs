using System.Text.RegularExpressions;
using Reelway.Configuration;
using Reelway.Events;
using Reelway.Facts;
using Reelway.Frame;
using Reelway.Frame.Web;

namespace Reelway.Webhooks;

/// <summary>Reads what somebody asks an endpoint to be; everything that is wrong with it is named.</summary>
internal static partial class EndpointReading
{
    private const int LongestText = 1000;
    private const int LongestUrl = 2000;
    private const int LongestTemplate = 32 * 1024;
    private const int MostHeaders = 20;
    private const int LongestTimeoutSeconds = 30;

    private static readonly TimeSpan LongestGrace = TimeSpan.FromDays(30);
    public static readonly string[] Methods = ["POST", "PUT", "PATCH"];
    private static readonly string[] Auths = [EndpointSettings.AuthNone, EndpointSettings.AuthBearer, EndpointSettings.AuthBasic];

    // What the delivery itself says.
    private static readonly string[] OwnHeaders =
        ["authorization", "connection", "content-length", "content-type", "expect", "host", "keep-alive", "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade", "user-agent"];

    /// <summary>An endpoint's name, settings and secrets.</summary>
    public static (string Name, EndpointSettings Settings, EndpointSecrets Secrets) Read(RequestText request, AddWebhookRequest body)
    {
        var name = request.Required("/body/name", body.Name, 60, "Must name the endpoint.");
        if (name.Length > 0 && !Name().IsMatch(name))
        {
            request.Refuse("/body/name", "not-a-name", "Must be letters, digits, - and _, such as newsroom-2.");
        }

        var types = TypesOf(request, body.Types);
        var settings = new EndpointSettings
        {
            Url = UrlOf(request, body.Url),
            Types = types,
            Subject = request.Line("/body/subject", body.Subject, LongestText),
            Description = request.Line("/body/description", body.Description, LongestText) ?? "",
            Method = OneOf(request, "/body/method", body.Method, Methods),
            TimeoutSeconds = (int)InRange(request, "/body/timeoutSeconds", body.TimeoutSeconds ?? 15, LongestTimeoutSeconds),
            Attempts = (int)InRange(request, "/body/attempts", body.Attempts ?? DeliveryWaits.All.Count + 1, DeliveryWaits.All.Count + 1),
            Auth = OneOf(request, "/body/auth", body.Auth, Auths),
            Signed = body.Signed ?? true,
            Template = TemplateOf(request, body.Template, types),
        };
        return (name, settings, new EndpointSecrets(HeadersOf(request, body.Headers), CredentialsOf(request, settings.Auth, body.Credentials), SecretOf(request, body.Secret)));
    }

    /// <summary>How long the former secret signs too.</summary>
    public static TimeSpan Grace(RequestText request, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return TimeSpan.FromDays(1);
        }

        if (Durations.TryParse(text, out var grace) && grace >= TimeSpan.Zero && grace <= LongestGrace)
        {
            return grace;
        }

        request.Refuse("/body/grace", "not-a-duration", "Must be a duration such as 24h, at most 30d.");
        return default;
    }

    private static string UrlOf(RequestText request, string? text)
    {
        var url = request.Required("/body/url", text, LongestUrl, "Must be the address that gets the events.");
        if (url.Length > 0 && !(Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0))
        {
            request.Refuse("/body/url", "not-a-url", "Must be an http or https address without a user in it, such as https://news.example/hooks/reelway.");
        }

        return url;
    }

    private static IReadOnlyList<string> TypesOf(RequestText request, IReadOnlyList<string>? types)
    {
        foreach (var unknown in (types ?? []).Where(type => EventType.Find(type) is null))
        {
            request.Refuse("/body/types", "unknown", $"Must be of {string.Join(", ", EventType.All.Select(known => known.Name))}; \"{ShownText.Name(unknown)}\" is none.");
        }

        return types ?? [];
    }

    private static string? TemplateOf(RequestText request, string? text, IReadOnlyList<string> types)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        try
        {
            var template = text.Length <= LongestTemplate ? PayloadTemplate.Parse(text) : throw new FormatException($"The template has {text.Length} characters; at most {LongestTemplate} are taken.");
            if (template.Problem(types.Count == 0 ? EventType.All : [.. types.Select(EventType.Find).OfType<EventType>()]) is { } problem)
            {
                request.Refuse("/body/template", "unknown-placeholder", problem);
            }
        }
        catch (FormatException problem)
        {
            request.Refuse("/body/template", "not-a-template", problem.Message);
        }

        return text;
    }

    private static Dictionary<string, string> HeadersOf(RequestText request, IReadOnlyDictionary<string, string>? headers)
    {
        if (headers?.Count > MostHeaders)
        {
            request.Refuse("/body/headers", "too-many", $"Must not be more than {MostHeaders}.");
        }

        foreach (var (name, value) in headers ?? new Dictionary<string, string>())
        {
            if (!HeaderName().IsMatch(name) || OwnHeaders.Contains(name.ToLowerInvariant()) || name.StartsWith("webhook-", StringComparison.OrdinalIgnoreCase))
            {
                request.Refuse($"/body/headers/{ShownText.Name(name)}", "not-allowed", "Must be a header's name that the delivery does not set itself, such as X-Desk.");
            }
            else if (value is null || value.Length > LongestText || value.Any(letter => letter is < ' ' or > '~'))
            {
                request.Refuse($"/body/headers/{name}", "not-allowed", $"Must be at most {LongestText} printable ASCII characters.");
            }
        }

        return new Dictionary<string, string>(headers ?? new Dictionary<string, string>(), StringComparer.OrdinalIgnoreCase);
    }

    private static string? CredentialsOf(RequestText request, string auth, string? text)
    {
        var credentials = request.Line("/body/credentials", text, LongestText);
        if (auth == EndpointSettings.AuthNone ? credentials is not null : credentials is null || (auth == EndpointSettings.AuthBasic && !credentials.Contains(':', StringComparison.Ordinal)))
        {
            request.Refuse("/body/credentials", "not-fitting", "Must be the token for \"bearer\", user:password for \"basic\", and left out for \"none\".");
        }

        return credentials;
    }

    private static string SecretOf(RequestText request, string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return WebhookSignature.NewSecret();
        }

        if (!WebhookSignature.IsSecret(text))
        {
            request.Refuse("/body/secret", "not-a-secret", "Must be \"whsec_\" and 24 to 64 bytes in base64, or be left out for a new one.");
        }

        return text;
    }

    private static string OneOf(RequestText request, string pointer, string? text, string[] allowed)
    {
        var word = string.IsNullOrWhiteSpace(text) ? allowed[0] : text;
        if (!allowed.Contains(word))
        {
            request.Refuse(pointer, "unknown", $"Must be one of {string.Join(", ", allowed)}.");
        }

        return word;
    }

    private static long InRange(RequestText request, string pointer, long number, long most)
    {
        if (number < 1 || number > most)
        {
            request.Refuse(pointer, "not-in-range", $"Must be a whole number from 1 to {most}.");
        }

        return number;
    }

    [GeneratedRegex("^[A-Za-z0-9][A-Za-z0-9_-]*$")]
    private static partial Regex Name();

    [GeneratedRegex("^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}$")]
    private static partial Regex HeaderName();
}
