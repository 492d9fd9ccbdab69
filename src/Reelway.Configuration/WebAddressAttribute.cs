using System.ComponentModel.DataAnnotations;

namespace Reelway.Configuration;

/// <summary>An address that is called with what is secret: by HTTPS, or on this machine.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class WebAddressAttribute : ValidationAttribute
{
    /// <summary>Plain HTTP goes to other machines too: what is sent is signed, and who runs it trusts the way there.</summary>
    public bool PlainToo { get; init; }

    /// <summary>True for an HTTPS address, and for an HTTP one on this machine.</summary>
    public static bool IsSafe(Uri url) => IsWeb(url) && (url.Scheme == Uri.UriSchemeHttps || url.IsLoopback);

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is not Uri url || (PlainToo ? IsWeb(url) : IsSafe(url));

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name)
        => PlainToo ? $"{name} must be an address that begins with https:// or http://." : $"{name} must be an https address, or an http one on this machine.";

    private static bool IsWeb(Uri url) => url.IsAbsoluteUri && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp);
}
