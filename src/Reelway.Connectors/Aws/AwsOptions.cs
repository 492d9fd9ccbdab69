using System.Text.RegularExpressions;

namespace Reelway.Connectors.Aws;

/// <summary>Settings of one AWS connection: an account's credentials, and where its queues, buckets and event buses are.</summary>
public sealed partial class AwsOptions : IConnectorOptions
{
    /// <inheritdoc/>
    public string Connection { get; init; } = "aws";

    [Setting("Region of the queues, buckets and event buses, such as eu-west-1.", Required = true)]
    public string? Region { get; init; }

    [Setting("Id of the access key. Without it credentials are looked for where AWS's own tools look: variables, profiles, the machine's role.")]
    public string? AccessKey { get; init; }

    [Setting("Secret of the access key.", Secret = true)]
    public string? SecretKey { get; init; }

    [Setting("Token of temporary credentials.", Secret = true, BelongsTo = nameof(AccessKey))]
    public string? SessionToken { get; init; }

    [Setting("Address of SQS, for another server than AWS's.")]
    public Uri? SqsUrl { get; init; }

    [Setting("Address of EventBridge, for another server than AWS's.")]
    public Uri? EventsUrl { get; init; }

    [Setting("Address of S3, for another store than AWS's.")]
    public Uri? S3Url { get; init; }

    [Setting("True to name buckets in the path instead of the host, as most other stores want it.")]
    public bool PathStyle { get; init; }

    [Setting("True to send and check AWS's newer checksums; false for stores that do not know them. MD5 is checked in any case.")]
    public bool Checksums { get; init; } = true;

    /// <remarks>S3 takes 5 MiB to 5 GiB, and 10,000 parts; larger files get larger parts by themselves.</remarks>
    [Setting("Size of the parts in which files go up, in MiB, 5 to 5120. A file that is not larger goes up in one piece.")]
    public int PartMib { get; init; } = 64;

    [Setting("Longest time that a call may take, and that a download may stand still.")]
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    [Setting("Longest time that one part of an upload may take.")]
    public TimeSpan TransferTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <inheritdoc/>
    public IEnumerable<SettingProblem> Check()
    {
        if (Region is not null && !RegionPattern().IsMatch(Region))
        {
            yield return new("region", "region must look like eu-west-1.");
        }

        if (string.IsNullOrEmpty(AccessKey) != string.IsNullOrEmpty(SecretKey))
        {
            yield return new("secret_key", "access_key and secret_key belong together: set both, or neither to use what AWS's own tools use.");
        }

        if (!string.IsNullOrEmpty(SessionToken) && string.IsNullOrEmpty(AccessKey))
        {
            yield return new("session_token", "session_token belongs to an access_key; set that too.");
        }

        foreach (var (key, url) in new[] { ("sqs_url", SqsUrl), ("events_url", EventsUrl), ("s3_url", S3Url) })
        {
            // Requests are signed and their answers are not: plain HTTP is for machines that one trusts the way to.
            if (url is not null && (!url.IsAbsoluteUri || url.Scheme is not ("https" or "http")))
            {
                yield return new(key, $"{key} must be an address that begins with https:// or http://.");
            }
        }

        if (PartMib is < 5 or > 5120)
        {
            yield return new("part_mib", "part_mib must be 5 to 5120 (MiB).");
        }

        foreach (var (key, time) in new[] { ("call_timeout", CallTimeout), ("transfer_timeout", TransferTimeout) })
        {
            if (time <= TimeSpan.Zero || time > TimeSpan.FromDays(1))
            {
                yield return new(key, $"{key} must be longer than 0 and at most 1d.");
            }
        }
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex RegionPattern();
}
