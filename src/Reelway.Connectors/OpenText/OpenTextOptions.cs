using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using Reelway.Configuration;

namespace Reelway.Connectors.OpenText;

/// <summary>Settings of one connection to OpenText Media Management.</summary>
/// <remarks>OpenText's reference is not public. What no public source confirms is a setting, and docs/guides/opentext.md lists it.</remarks>
public sealed partial class OpenTextOptions() : HttpConnectionOptions("opentext")
{
    [Setting("Address of the media management: https://dam.example.org, with or without /otmmapi/v6.")]
    [Required]
    [WebAddress]
    public Uri? BaseUrl { get; init; }

    [Setting("Version of the API, unless base_url names one.")]
    [RegularExpression("v[0-9]+", ErrorMessage = "must look like v6.")]
    public string ApiVersion { get; init; } = "v6";

    [Setting("How the account signs in: otds (client id and secret), session (user and password), oauth (both, at the media management) or ticket (user and password at OTDS).")]
    public OpenTextSignIn SignIn { get; init; } = OpenTextSignIn.Otds;

    [Setting("Address of OpenText Directory Services for otds and ticket: https://otds.example.org, or the whole address of its token endpoint.")]
    [WebAddress]
    public Uri? AuthUrl { get; init; }

    [Setting("Id of the OAuth client, for otds and oauth.")]
    public string? ClientId { get; init; }

    [Setting("Secret of the OAuth client.", Secret = true, BelongsTo = nameof(ClientId))]
    public string? ClientSecret { get; init; }

    [Setting("User, for session, oauth and ticket.")]
    public string? Username { get; init; }

    [Setting("Password of the user.", Secret = true, BelongsTo = nameof(Username))]
    public string? Password { get; init; }

    [Setting("Id of the media management at OTDS, for ticket; without it the user's own ticket is used.")]
    public string? ResourceId { get; init; }

    [Setting("Longest time that a call may take, and that a download may stand still.")]
    public override TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(120);

    [Setting("The same in seconds, as older configurations name it; it wins over call_timeout.")]
    [Range(1, 86_400)]
    public int? TimeoutSeconds { get; init; }

    [Setting("Longest time that the upload of one file may take.")]
    [Lasts("1s", "1d")]
    public TimeSpan TransferTimeout { get; init; } = TimeSpan.FromHours(2);

    /// <remarks>No public rate limits; four is what integrators recommend for a service user.</remarks>
    [Setting("Calls that may be under way at a time.")]
    [Range(1, 64)]
    public int Concurrency { get; init; } = 4;

    [Setting("Language of display values and messages.")]
    public string Locale { get; init; } = "en_US";

    [Setting("How much of an item is loaded: what brings its metadata.")]
    public string LoadType { get; init; } = "metadata";

    [Setting("Items asked for in one page of a list.")]
    [Range(1, 1000)]
    public int PageSize { get; init; } = 100;

    [Setting("Id of the search configuration (search_config_id); empty: the site's default.")]
    public string SearchConfigId { get; init; } = "";

    [Setting("Where a folder's answer counts its children, as a path of names; empty: lists of children are not checked against it.")]
    public string ChildCountPath { get; init; } = "container_child_counts.total_child_count";

    [Setting("HTTP method that locks and unlocks an item.")]
    public OpenTextLockMethod LockMethod { get; init; } = OpenTextLockMethod.Put;

    [Setting("Path that locks and unlocks; {kind} is assets or folders, {id} the item's id.")]
    public string LockPath { get; init; } = "assets/{id}/state";

    [Setting("Form that locks an item; empty: no body.")]
    public string LockForm { get; init; } = "action=lock";

    [Setting("Form that unlocks an item; empty: no body.")]
    public string UnlockForm { get; init; } = "action=unlock";

    [Setting("What an error's message or code holds when somebody else has locked the item.")]
    public IReadOnlyList<string> LockedWords { get; init; } = ["locked by", "is locked", "already locked"];

    [Setting("What an error's message or code holds when the session has ended, where that is answered with status 500.")]
    public IReadOnlyList<string> SessionWords { get; init; } = ["session has expired", "session expired", "invalid session", "session is invalid", "session timed out"];

    [Setting("Path of a job; {id} is its id.")]
    public string JobPath { get; init; } = "jobs/{id}";

    [Setting("Where a job's answer has its state: paths of names, of which the first that leads to a value counts.")]
    public IReadOnlyList<string> JobStatePaths { get; init; } = ["job_resource.job.job_status", "job_resource.job.status", "job_resource.job.state", "job.status", "job.state"];

    [Setting("Where a job's answer has the ids of the created assets; lists on the way are walked through.")]
    public IReadOnlyList<string> JobAssetPaths { get; init; } =
        ["job_resource.job.asset_ids", "job_resource.job.asset_id_list", "job_resource.job.assets.asset_id", "job_resource.job.job_results.asset_id", "job.asset_ids"];

    [Setting("Where a job's answer says what went wrong.")]
    public IReadOnlyList<string> JobProblemPaths { get; init; } =
        ["job_resource.job.error_message", "job_resource.job.status_message", "job_resource.job.message", "job_resource.job.job_results.message", "job.message"];

    [Setting("States of a job that has done all its work.")]
    public IReadOnlyList<string> JobDone { get; init; } = ["COMPLETED", "COMPLETE", "DONE", "SUCCESS", "FINISHED"];

    [Setting("States of a job that has failed, wholly or in part.")]
    public IReadOnlyList<string> JobFailed { get; init; } = ["FAILED", "COMPLETED_WITH_ERRORS", "ERROR", "ABORTED", "CANCELLED"];

    [Setting("States of a job that is not done yet. One that stands in no list is taken for running, and is reported.")]
    public IReadOnlyList<string> JobRunning { get; init; } = ["NEW", "QUEUED", "PENDING", "WAITING", "STARTED", "RUNNING", "IN_PROGRESS", "PROCESSING"];

    [Setting("HTTP statuses that may pass by themselves.")]
    public IReadOnlyList<int> RetryCodes { get; init; } = [408, 425, 500, 502, 503, 504];

    [Setting("Error codes of a status 500 that pass by themselves. One with another code is an answer about the item, and one without a code passes.")]
    public IReadOnlyList<string> TransientErrors { get; init; } = [];

    /// <summary>Where the API's paths begin.</summary>
    internal string Api
    {
        get
        {
            var root = BaseUrl!.AbsoluteUri.TrimEnd('/');
            return VersionAtEnd().IsMatch(root) ? root : root.EndsWith("/otmmapi", StringComparison.OrdinalIgnoreCase) ? $"{root}/{ApiVersion}" : $"{root}/otmmapi/{ApiVersion}";
        }
    }

    /// <summary>As whom the connection works.</summary>
    internal string Account => (SignIn == OpenTextSignIn.Otds ? ClientId : Username) ?? "";

    /// <summary>The setting that says where it signs in.</summary>
    internal string SignInAddress => SignIn is OpenTextSignIn.Otds or OpenTextSignIn.Ticket ? "auth_url" : "base_url";

    internal TimeSpan CallLimit => TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : CallTimeout;

    /// <inheritdoc/>
    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var needs = SignIn switch
        {
            OpenTextSignIn.Otds => [(AuthUrl?.OriginalString, nameof(AuthUrl)), (ClientId, nameof(ClientId)), (ClientSecret, nameof(ClientSecret))],
            OpenTextSignIn.Session => [(Username, nameof(Username)), (Password, nameof(Password))],
            OpenTextSignIn.Oauth => [(Username, nameof(Username)), (Password, nameof(Password)), (ClientId, nameof(ClientId)), (ClientSecret, nameof(ClientSecret))],
            _ => ((string?, string)[])[(AuthUrl?.OriginalString, nameof(AuthUrl)), (Username, nameof(Username)), (Password, nameof(Password))],
        };
        foreach (var (_, name) in needs.Where(need => string.IsNullOrEmpty(need.Item1)))
        {
            yield return new($"is needed for sign_in: {SignIn.ToString().ToLowerInvariant()}.", [name]);
        }

        foreach (var (path, name) in new[] { (LockPath, nameof(LockPath)), (JobPath, nameof(JobPath)) }.Where(one => !one.Item1.Contains("{id}", StringComparison.Ordinal)))
        {
            yield return new($"must hold {{id}}, but is \"{path}\".", [name]);
        }
    }

    [GeneratedRegex("/otmmapi/v[0-9]+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex VersionAtEnd();
}
