using System.ComponentModel.DataAnnotations;

namespace Reelway.Connectors.Mail;

/// <summary>A mail address, with a name before it if wanted.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class MailAddressAttribute : ValidationAttribute
{
    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is not string { Length: > 0 } text || MailText.AddressOf(text) is not null;

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) => $"{name} must be a mail address such as talks@example.org, or \"Talks <talks@example.org>\".";
}
