namespace Reelway.Connectors.Google;

/// <summary>Settings of one Google connection: a service account, and where its sheets are.</summary>
public sealed class GoogleOptions : IConnectorOptions
{
    /// <inheritdoc/>
    public string Connection { get; init; } = "google";

    [Setting("Key of the service account: the text of the JSON file from the Google Cloud console. ${GOOGLE_KEY} with a variable GOOGLE_KEY_FILE takes it from that file.", Secret = true, Required = true)]
    public string? Key { get; init; }

    [Setting("Address of the Sheets API. Changed only to talk to a stand-in.")]
    public Uri SheetsUrl { get; init; } = new("https://sheets.googleapis.com");

    [Setting("Address of the Drive API, which finds sheets by their titles. Changed only to talk to a stand-in.")]
    public Uri DriveUrl { get; init; } = new("https://www.googleapis.com");

    /// <remarks>The quotas are counted by the minute.</remarks>
    [Setting("Wait after Google refused a call as one too many and named no time itself.")]
    public TimeSpan ThrottleWait { get; init; } = TimeSpan.FromMinutes(1);

    [Setting("Longest time that a call may take.")]
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public IEnumerable<SettingProblem> Check()
    {
        if (!string.IsNullOrEmpty(Key) && !GoogleKey.TryParse(Key, out _, out var problem))
        {
            yield return new("key", problem);
        }

        foreach (var (key, url) in new[] { ("sheets_url", SheetsUrl), ("drive_url", DriveUrl) })
        {
            if (!GoogleKey.IsSafe(url))
            {
                yield return new(key, $"{key} must be an https address, or an http one on this machine.");
            }
        }

        foreach (var (key, time) in new[] { ("throttle_wait", ThrottleWait), ("call_timeout", CallTimeout) })
        {
            if (time <= TimeSpan.Zero || time > TimeSpan.FromDays(1))
            {
                yield return new(key, $"{key} must be longer than 0 and at most 1d.");
            }
        }
    }
}
