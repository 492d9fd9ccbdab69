using System.ComponentModel.DataAnnotations;
using Reelway.Configuration;
using Reelway.Connectors;

namespace Reelway.Frame.Configuration;

/// <summary>Where URLs may lead to that users of the server supply (<c>urls.*</c>).</summary>
internal sealed class UrlsOptions : IValidatableObject
{
    [Setting("Hosts, addresses and networks (10.20.0.0/16) that URLs given by users may lead to although they are not public: for tests and labs. Default: none.")]
    public IReadOnlyList<string> Allow { get; init; } = [];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        => Allow.Select(AddressRules.Problem).OfType<string>().Select(problem => new ValidationResult(problem, [nameof(Allow)]));
}
