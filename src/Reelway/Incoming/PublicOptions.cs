using System.ComponentModel.DataAnnotations;
using Reelway.Configuration;

namespace Reelway.Incoming;

/// <summary>How this server looks from outside (<c>public.*</c>).</summary>
internal sealed class PublicOptions : IValidatableObject
{
    [Setting("Address at which the public listener is reached from outside, such as https://hooks.example.org: what others are given begins with it. Default: none.", Address = true)]
    public string? Url { get; set; }

    /// <summary>The same, without a slash at its end; null when there is none.</summary>
    internal string? Root => string.IsNullOrEmpty(Url) ? null : Url.TrimEnd('/');

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!string.IsNullOrEmpty(Url)
            && !(Uri.TryCreate(Url, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.UserInfo.Length + url.Query.Length + url.Fragment.Length == 0))
        {
            yield return new ValidationResult("must be an http or https address and nothing more, such as https://hooks.example.org.", [nameof(Url)]);
        }
    }
}
