using System.ComponentModel.DataAnnotations;
using Reelway.Configuration;

namespace Reelway.Connectors;

/// <summary>What connections that are called by HTTP have in common.</summary>
/// <param name="connection">Name of a connection that nobody named.</param>
public abstract class HttpConnectionOptions(string connection) : IConnectorOptions
{
    /// <inheritdoc/>
    public string Connection { get; init; } = connection;

    [Setting("Longest time that a call may take.")]
    [Lasts("1ms", "1d")]
    public virtual TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public virtual IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => [];
}
