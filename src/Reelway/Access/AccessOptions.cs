using System.ComponentModel.DataAnnotations;
using Reelway.Configuration;
using Reelway.Frame;
using Reelway.Frame.Operations;
using Reelway.Frame.Web;

namespace Reelway.Access;

/// <summary>Settings of access (<c>access.*</c>).</summary>
internal sealed class AccessOptions
{
    /// <summary>How long the audit log is kept. Zero: for ever. Default 730 days.</summary>
    [Live]
    [Setting("How long the audit log is kept; 0 keeps it for ever.")]
    [Range(typeof(TimeSpan), "00:00:00", "7300.00:00:00")]
    public TimeSpan KeepAudit { get; set; } = TimeSpan.FromDays(730);

    /// <summary>False when passwords are for emergencies only. Default: true.</summary>
    [Setting("Whether people sign in with passwords; false: only those whom \"reelway people rescue\" has made do, all others come by OpenID Connect.")]
    public bool Passwords { get; set; } = true;

    /// <summary>Sign-in by OpenID Connect.</summary>
    public OpenIdOptions Oidc { get; set; } = new();
}

/// <summary>Sign-in by OpenID Connect (<c>access.oidc.*</c>).</summary>
internal sealed class OpenIdOptions : IValidatableObject
{
    /// <summary>The provider; null: there is none.</summary>
    [Setting("The provider's address, as its tokens name it: https://login.example.org/realms/media. Default: none, nobody signs in by OpenID Connect.")]
    public string? Authority { get; set; }

    /// <summary>What the provider knows this installation by.</summary>
    [Setting("The client id that the provider has given this installation.")]
    public string? ClientId { get; set; }

    /// <summary>The secret that goes with it.</summary>
    [Setting("The client secret that goes with it.", Secret = true)]
    public string? ClientSecret { get; set; }

    /// <summary>What the button says.</summary>
    [Setting("What the button on the sign-in page says behind \"Sign in with\".")]
    public string Title { get; set; } = "single sign-on";

    /// <summary>What is asked for.</summary>
    [Setting("Scopes that are asked for.")]
    public IReadOnlyList<string> Scopes { get; set; } = ["openid", "profile", "email"];

    /// <summary>The claim that names groups.</summary>
    [Setting("The claim that holds a person's groups.")]
    public string GroupsClaim { get; set; } = "groups";

    /// <summary>Roles by group.</summary>
    [Setting("Which role a group has, at each sign-in: access.oidc.roles.GROUP: producer. Of several the greatest counts; without any the person has none. Left out: admins give roles by hand.")]
    public Dictionary<string, string> Roles { get; set; } = [];

    /// <summary>True when there is a provider.</summary>
    public bool IsOn => !string.IsNullOrWhiteSpace(Authority);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsOn)
        {
            yield break;
        }

        if (!Uri.TryCreate(Authority, UriKind.Absolute, out var url) || !(url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && HostNames.IsLoopback(url.Host))))
        {
            yield return new ValidationResult("must be an address that begins with https:// (http:// only on this machine).", [nameof(Authority)]);
        }

        if (string.IsNullOrWhiteSpace(ClientId))
        {
            yield return new ValidationResult("must be set where there is an authority.", [nameof(ClientId)]);
        }

        foreach (var (group, role) in Roles.Where(one => Frame.Operations.Roles.Read(one.Value) is null))
        {
            yield return new ValidationResult(
                $"must give roles that there are; {ShownText.Name(group)} has \"{ShownText.Name(role)}\". There are {string.Join(", ", Frame.Operations.Roles.All.Select(each => each.Word()))}.", [nameof(Roles)]);
        }
    }
}
