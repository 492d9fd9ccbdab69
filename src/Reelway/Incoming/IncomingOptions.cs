using System.ComponentModel.DataAnnotations;
using System.Net;
using Reelway.Configuration;

namespace Reelway.Incoming;

/// <summary>Settings of the public listener and of what comes in there (<c>webhook.*</c>).</summary>
internal sealed class IncomingOptions : IValidatableObject
{
    [Setting("Whether the public listener listens; it does so only when a capability or a receiver uses it.")]
    public bool Enabled { get; set; } = true;

    [Setting("Address that the public listener listens on.")]
    public string Host { get; set; } = "0.0.0.0";

    [Setting("Its port. Some senders call 443 only (Box): then a proxy, or a rule of the firewall, has to lead from there to it.")]
    [Range(0, 65535)]
    public int Port { get; set; } = 5000;

    [Setting("PEM file with the certificate and those between it and the authority; read again when it changes. Default: none, for a proxy in front that has one.", BelongsTo = nameof(CertificateKey))]
    [LocalPath]
    public string? Certificate { get; set; }

    [Setting("PEM file with the certificate's key.")]
    [LocalPath]
    public string? CertificateKey { get; set; }

    [Setting("Whether callers must be known. false is for trying out, and is refused in the environment \"production\".")]
    public bool ValidateSignatures { get; set; } = true;

    [Setting("Receivers of deliveries, by names of one's own.")]
    public Dictionary<string, ReceiverSettings> Receivers { get; set; } = [];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IPAddress.TryParse(Host, out _))
        {
            yield return new ValidationResult("must be an address of this machine, such as 0.0.0.0 or 127.0.0.1.", [nameof(Host)]);
        }

        if (string.IsNullOrEmpty(Certificate) != string.IsNullOrEmpty(CertificateKey))
        {
            yield return new ValidationResult("webhook.certificate and webhook.certificate_key belong together; set both or none.", [nameof(Certificate)]);
        }

        foreach (var (name, receiver) in Receivers)
        {
            foreach (var problem in receiver.Problems(name))
            {
                yield return new ValidationResult($"webhook.receivers.{name}{problem}", [nameof(Receivers)]);
            }
        }

        foreach (var same in Receivers.GroupBy(receiver => receiver.Value.PathFor(receiver.Key)).Where(same => same.Count() > 1))
        {
            yield return new ValidationResult($"webhook.receivers: {string.Join(" and ", same.Select(one => one.Key))} have the same path {same.Key}.", [nameof(Receivers)]);
        }
    }
}
