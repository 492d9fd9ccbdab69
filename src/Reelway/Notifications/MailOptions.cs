using System.ComponentModel.DataAnnotations;
using Reelway.Configuration;
using Reelway.Connectors.Mail;
using Reelway.Facts;
using Reelway.Frame;

namespace Reelway.Notifications;

/// <summary>Who is in the groups that mails go to.</summary>
internal sealed class MailRecipients : IValidatableObject
{
    [Setting("Who wants to read what went well.")]
    public IReadOnlyList<string> Success { get; set; } = [];

    [Setting("Who looks after what went wrong.")]
    public IReadOnlyList<string> Errors { get; set; } = [];

    [Setting("Who is on call: they also get a mail when a run needs a person or is among the dead letters, at most one an hour for each cause.")]
    public IReadOnlyList<string> Critical { get; set; } = [];

    /// <summary>The addresses of a group, each once.</summary>
    public IReadOnlyList<string> Of(MailGroup group)
        => [.. (group switch { MailGroup.Success => Success, MailGroup.Errors => Errors, _ => Critical }).Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        => from named in new[] { (Name: nameof(Success), Its: Success), (Name: nameof(Errors), Its: Errors), (Name: nameof(Critical), Its: Critical) }
           from address in named.Its
           let why = OutgoingMail.WhyNoAddress(address)
           where why is not null
           select new ValidationResult($"\"{ShownText.Name(address)}\" is no mail address: {why}.", [named.Name]);
}

/// <summary>A group of <c>notifications.recipients</c>.</summary>
internal enum MailGroup
{
    Success,
    Errors,
    Critical,
}

/// <summary>When a mail about an event goes out.</summary>
internal enum MailTime
{
    /// <summary>As soon as it happens, each in a mail of its own.</summary>
    AtOnce,

    /// <summary>Together with what else happened, once an hour.</summary>
    Hourly,
}

/// <summary>Which events are mailed to whom.</summary>
internal sealed class MailRule : IValidatableObject
{
    [Setting("The type of events, such as talk.published; \"reelway events types\" lists them.")]
    [Required]
    public string Type { get; set; } = "";

    [Setting("The group that gets the mail.")]
    public MailGroup To { get; set; } = MailGroup.Errors;

    [Setting("At once, or once an hour together with what else happened.")]
    public MailTime Send { get; set; }

    [Setting("Name of the text in notifications.templates_path. Default: the program's own.")]
    public string? Template { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        => EventType.Find(Type) is null
            ? [new ValidationResult($"must be one of {string.Join(", ", EventType.All.Select(known => known.Name))}.", [nameof(Type)])]
            : [];
}
