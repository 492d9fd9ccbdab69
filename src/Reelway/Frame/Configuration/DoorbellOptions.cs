using System.ComponentModel.DataAnnotations;
using Reelway.Configuration;
using Reelway.Engine.RabbitMq;

namespace Reelway.Frame.Configuration;

/// <summary>How processes that share a database tell each other of work (<c>doorbell.*</c>).</summary>
internal sealed class DoorbellOptions : IValidatableObject
{
    [Setting("A RabbitMQ broker that carries rings between processes: amqp://user:password@host:5672/virtual-host. Default: none; PostgreSQL carries them itself.", Address = true)]
    public string? Url { get; init; }

    /// <summary>The broker's address; null when none is set.</summary>
    public RabbitMqUrl? Broker => string.IsNullOrEmpty(Url) ? null : RabbitMqUrl.TryParse(Url, out _);

    /// <summary>False when the address is none, which the check of the configuration tells.</summary>
    public bool IsUsable => string.IsNullOrEmpty(Url) || Broker is not null;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(Url) && RabbitMqUrl.TryParse(Url, out var problem) is null)
        {
            yield return new ValidationResult($"is not the address of a broker: {problem}.", [nameof(Url)]);
        }
    }
}
