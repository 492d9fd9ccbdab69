using System.ComponentModel.DataAnnotations;
using Reelway.Configuration;

namespace Reelway.Connectors.Google;

/// <summary>Settings of one Google connection: a service account, and where its sheets are.</summary>
public sealed class GoogleOptions() : HttpConnectionOptions("google")
{
    [Setting("Key of the service account: the text of the JSON file from the Google Cloud console. ${GOOGLE_KEY} with a variable GOOGLE_KEY_FILE takes it from that file.", Secret = true)]
    [Required]
    public string? Key { get; init; }

    [Setting("Address of the Sheets API. Changed only to talk to a stand-in.")]
    [WebAddress]
    public Uri SheetsUrl { get; init; } = new("https://sheets.googleapis.com");

    [Setting("Address of the Drive API, which finds sheets by their titles. Changed only to talk to a stand-in.")]
    [WebAddress]
    public Uri DriveUrl { get; init; } = new("https://www.googleapis.com");

    /// <remarks>The quotas are counted by the minute.</remarks>
    [Setting("Wait after Google refused a call as one too many and named no time itself.")]
    [Lasts("1ms", "1d")]
    public TimeSpan ThrottleWait { get; init; } = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(Key) && !GoogleKey.TryParse(Key, out _, out var problem))
        {
            yield return new(problem, [nameof(Key)]);
        }
    }
}
