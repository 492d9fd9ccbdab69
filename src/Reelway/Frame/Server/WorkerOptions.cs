using System.ComponentModel.DataAnnotations;
using Reelway.Configuration;

namespace Reelway.Frame.Server;

/// <summary>What concerns <c>reelway worker</c> alone (<c>worker.*</c>).</summary>
internal sealed class WorkerOptions : IValidatableObject
{
    [Setting("Address at which a worker answers /healthz, /readyz and /metrics; beyond this machine only with server.api_key. Default: none.", Address = true)]
    public string? HealthUrl { get; init; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(HealthUrl) && !HealthUrl.StartsWith("http://", StringComparison.Ordinal) && !HealthUrl.StartsWith("https://", StringComparison.Ordinal))
        {
            yield return new ValidationResult("is not an address to listen on; write it like http://127.0.0.1:5081.", [nameof(HealthUrl)]);
        }
    }
}
