using System.ComponentModel.DataAnnotations;
using Reelway.Configuration;

namespace Reelway.Connectors.X;

/// <summary>Settings of one account of X.</summary>
/// <remarks>The four secrets stand on the app's page "Keys and tokens". The app must have the right to read and write before the access token is made. A login brings them as well.</remarks>
public sealed class XOptions() : HttpConnectionOptions("x")
{
    [Setting("API key of the app, from its page \"Keys and tokens\". Not needed, nor the three below, once somebody has logged in to the connection.", Secret = true)]
    public string? ApiKey { get; init; }

    [Setting("API key secret of the app.", Secret = true)]
    public string? ApiKeySecret { get; init; }

    [Setting("Access token of the account that posts, made when the app had the right to read and write.", Secret = true)]
    public string? AccessToken { get; init; }

    [Setting("Secret of the access token.", Secret = true)]
    public string? AccessTokenSecret { get; init; }

    [Setting("Longest time that one piece of an upload, of 4 MiB at most, may take.")]
    [Lasts("1ms", "1d")]
    public TimeSpan TransferTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <remarks>The host is signed with each request: it must be the one that is really called.</remarks>
    [Setting("Address of the API. Changed only to talk to a stand-in.")]
    [WebAddress]
    public Uri Url { get; init; } = new("https://api.x.com");

    internal bool HasKeys => Keys().All(key => !string.IsNullOrEmpty(key.Value));

    /// <inheritdoc/>
    public override IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        => HasKeys || Keys().All(key => string.IsNullOrEmpty(key.Value)) ? []
            : [.. Keys().Where(key => string.IsNullOrEmpty(key.Value)).Select(key => new ValidationResult("must be set with the other three keys, or none of them where a login brings them.", [key.Name]))];

    private IEnumerable<(string Name, string? Value)> Keys()
        => [(nameof(ApiKey), ApiKey), (nameof(ApiKeySecret), ApiKeySecret), (nameof(AccessToken), AccessToken), (nameof(AccessTokenSecret), AccessTokenSecret)];
}
