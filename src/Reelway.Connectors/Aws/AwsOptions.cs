using System.ComponentModel.DataAnnotations;
using Reelway.Configuration;

namespace Reelway.Connectors.Aws;

/// <summary>Settings of one AWS connection: an account's credentials, and where its queues, buckets and event buses are.</summary>
public sealed class AwsOptions() : HttpConnectionOptions("aws")
{
    [Setting("Region of the queues, buckets and event buses, such as eu-west-1.")]
    [Required]
    [RegularExpression("[a-z0-9]+(-[a-z0-9]+)*", ErrorMessage = "must look like eu-west-1.")]
    public string? Region { get; init; }

    [Setting("Id of the access key. Without it credentials are looked for where AWS's own tools look: variables, profiles, the machine's role.")]
    public string? AccessKey { get; init; }

    [Setting("Secret of the access key.", Secret = true)]
    public string? SecretKey { get; init; }

    [Setting("Token of temporary credentials.", Secret = true, BelongsTo = nameof(AccessKey))]
    public string? SessionToken { get; init; }

    [Setting("Address of SQS, for another server than AWS's.")]
    [WebAddress(PlainToo = true)]
    public Uri? SqsUrl { get; init; }

    [Setting("Address of EventBridge, for another server than AWS's.")]
    [WebAddress(PlainToo = true)]
    public Uri? EventsUrl { get; init; }

    [Setting("Address of EventBridge Scheduler, for another server than AWS's.")]
    [WebAddress(PlainToo = true)]
    public Uri? SchedulerUrl { get; init; }

    [Setting("Address of Secrets Manager, for another server than AWS's.")]
    [WebAddress(PlainToo = true)]
    public Uri? SecretsUrl { get; init; }

    [Setting("Address of S3, for another store than AWS's.")]
    [WebAddress(PlainToo = true)]
    public Uri? S3Url { get; init; }

    [Setting("True to name buckets in the path instead of the host, as most other stores want it.")]
    public bool PathStyle { get; init; }

    [Setting("True to send and check AWS's newer checksums; false for stores that do not know them. MD5 is checked in any case.")]
    public bool Checksums { get; init; } = true;

    /// <remarks>S3 takes 5 MiB to 5 GiB, and 10,000 parts; larger files get larger parts by themselves.</remarks>
    [Setting("Size of the parts in which files go up, in MiB. A file that is not larger goes up in one piece.")]
    [Range(5, 5120)]
    public int PartMib { get; init; } = 64;

    [Setting("Longest time that a call may take, and that a download may stand still.")]
    public override TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    [Setting("Longest time that one part of an upload may take.")]
    [Lasts("1ms", "1d")]
    public TimeSpan TransferTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (string.IsNullOrEmpty(AccessKey) != string.IsNullOrEmpty(SecretKey))
        {
            yield return new("belongs to access_key: set both, or neither to use what AWS's own tools use.", [nameof(SecretKey)]);
        }

        if (!string.IsNullOrEmpty(SessionToken) && string.IsNullOrEmpty(AccessKey))
        {
            yield return new("belongs to an access_key; set that too.", [nameof(SessionToken)]);
        }
    }
}
