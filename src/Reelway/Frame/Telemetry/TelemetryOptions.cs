using System.ComponentModel.DataAnnotations;
using Reelway.Configuration;

namespace Reelway.Frame.Telemetry;

/// <summary>Where traces and metrics are sent (<c>telemetry.*</c>).</summary>
internal sealed class TelemetryOptions : IValidatableObject
{
    [Setting("Collector that traces and metrics are sent to: its OTLP address over HTTP, like http://127.0.0.1:4318. Default: none.", Address = true)]
    public string? Otlp { get; init; }

    [Setting("Headers that the collector asks for: NAME=VALUE, several separated by commas.", Secret = true)]
    public string? Headers { get; init; }

    [MinLength(1)]
    [Setting("What this installation is called in traces and metrics.")]
    public string Service { get; init; } = "reelway";

    /// <summary>Where a kind of signal goes, <c>traces</c> for instance.</summary>
    public Uri EndpointOf(string signal) => new($"{Otlp!.TrimEnd('/')}/v1/{signal}");

    /// <summary>The collector as the log names it: without a user, a password or a token in the path.</summary>
    public string Where => new Uri(Otlp!).GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(Otlp)
            && !(Uri.TryCreate(Otlp, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps)))
        {
            yield return new ValidationResult("is not an address; write it like http://127.0.0.1:4318.", [nameof(Otlp)]);
        }

        if (!string.IsNullOrEmpty(Headers) && Headers.Split(',').Any(header => header.IndexOf('=', StringComparison.Ordinal) < 1))
        {
            yield return new ValidationResult("is not a list of headers; write NAME=VALUE,NAME=VALUE.", [nameof(Headers)]);
        }
    }
}
