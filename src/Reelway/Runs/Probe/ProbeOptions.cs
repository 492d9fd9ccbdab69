using System.ComponentModel.DataAnnotations;
using Reelway.Configuration;
using Reelway.Connectors;

namespace Reelway.Runs.Probe;

/// <summary>Settings of the probe (<c>probe.*</c>).</summary>
internal sealed class ProbeOptions : IValidatableObject
{
    [Setting("Hosts, addresses and networks beyond this machine that the flow \"probe\" may call, besides urls.allow. Default: none.")]
    public IReadOnlyList<string> Hosts { get; init; } = [];

    [Setting("How long a call of the flow \"probe\" may take.")]
    [Lasts("100ms", "1h")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        => Hosts.Select(AddressRules.Problem).OfType<string>().Select(problem => new ValidationResult(problem, [nameof(Hosts)]));
}
