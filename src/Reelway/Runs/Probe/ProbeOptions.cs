using System.ComponentModel.DataAnnotations;
using Reelway.Connectors;

namespace Reelway.Runs.Probe;

/// <summary>Settings of the probe (<c>probe.*</c>).</summary>
internal sealed class ProbeOptions : IValidatableObject
{
    /// <summary>Hosts, addresses and networks beyond this machine that it may call, besides <c>urls.allow</c>.</summary>
    [Setting("Hosts, addresses and networks beyond this machine that the flow \"probe\" may call, besides urls.allow. Default: none.")]
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>How long one call may take. Default 30 s.</summary>
    [Setting("How long a call of the flow \"probe\" may take. Default 30s.")]
    [Range(typeof(TimeSpan), "00:00:00.1", "01:00:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        => Hosts.Select(AddressRules.Problem).OfType<string>().Select(problem => new ValidationResult(problem, [nameof(Hosts)]));
}
