using System.ComponentModel.DataAnnotations;
using Reelway.Connectors.Facebook;
using Reelway.Frame.Configuration;
using Reelway.Talks.Sheets;

namespace Reelway.Talks;

/// <summary>Settings of the talks; each is <c>talks.</c> and the property's name in lower snake case.</summary>
internal sealed class TalksOptions : IValidatableObject
{
    /// <summary>The sheet of the talks: a CSV file, the address of a Google sheet, or <c>google:</c> and its title or id.</summary>
    [LocalPath(GoogleSheet.Prefix, "https://")]
    public string? Sheet { get; set; }

    /// <summary>The tab of the talks' sheet at Google. Default: the one that its address names, else the first that is visible.</summary>
    public string? SheetTab { get; set; }

    /// <summary>The sheet of the speakers and their mail addresses, named like that of the talks.</summary>
    [LocalPath(GoogleSheet.Prefix, "https://")]
    public string? Speakers { get; set; }

    /// <summary>The tab of the speakers' sheet at Google. Default: the one that its address names, else the first that is visible.</summary>
    public string? SpeakersTab { get; set; }

    /// <summary>Connection that sheets at Google are read and written by. Default <c>google</c>.</summary>
    public string SheetConnection { get; set; } = "google";

    /// <summary>How long a copy of a sheet serves before it is read again; one that changed is read at once, where that can be told. Default 1 h.</summary>
    public TimeSpan SheetCache { get; set; } = TimeSpan.FromHours(1);

    /// <summary>What the columns of the talks' sheet are called.</summary>
    [Live]
    public TalkColumns Columns { get; set; } = new();

    /// <summary>What the columns of the speakers' sheet are called.</summary>
    [Live]
    public SpeakerColumns SpeakerColumns { get; set; } = new();

    /// <summary>The page of each stage, by the stage's name in the sheet. Many stages may share a page.</summary>
    [Live]
    public Dictionary<string, PageTarget> Stages { get; set; } = [];

    /// <summary>The page of a kind of talk, by the kind's name in the sheet; goes before the stage's page.</summary>
    [Live]
    public Dictionary<string, PageTarget> Kinds { get; set; } = [];

    /// <summary>Page of talks whose kind and stage have none: an id, an address or a vanity name. Default none.</summary>
    [Live]
    public string? DefaultPage { get; set; }

    /// <summary>Connection of pages that name none. Default <c>facebook</c>.</summary>
    [Live]
    public string Connection { get; set; } = "facebook";

    /// <summary>Own texts, as files.</summary>
    [Live]
    public TemplateFiles Templates { get; set; } = new();

    /// <summary>How long picture and sound fade in and out. Default 3 s; 0 s for none.</summary>
    [Live]
    public TimeSpan Fade { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>A shorter talk asks a person before anything is uploaded. Default 30 s; 0 s for none.</summary>
    [Live]
    public TimeSpan Shortest { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>A longer talk asks a person before anything is uploaded. Default 3 h; 0 s for none.</summary>
    [Live]
    public TimeSpan Longest { get; set; } = TimeSpan.FromHours(3);

    /// <summary>A talk that is a smaller share of its recording asks a person before anything is uploaded. Default 0.02, two in a hundred; 0 for none.</summary>
    [Range(0, 0.99)]
    [Live]
    public double SmallestShare { get; set; } = 0.02;

    /// <summary>True to make a poster and a strip of small frames of each clip, which the run's page shows. Default true.</summary>
    [Live]
    public bool Pictures { get; set; } = true;

    /// <summary>Pages to mention: a name as descriptions spell it, and the number of its page.</summary>
    [Live]
    public Dictionary<string, string> Mentions { get; set; } = [];

    /// <summary>True to post a call to watch to the page's feed as well. Default false.</summary>
    [Live]
    public bool FeedPost { get; set; }

    /// <summary>The button below that post; without a link there is none.</summary>
    [Live]
    public FeedButton FeedButton { get; set; } = new();

    /// <summary>How often a published video is asked whether it can be watched. Default 5 s.</summary>
    [Live]
    public TimeSpan ReadyPoll { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>After how long a video that can't be watched yet needs a person. Default 6 h.</summary>
    [Live]
    public TimeSpan ReadyWithin { get; set; } = TimeSpan.FromHours(6);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var (key, member, time) in new[]
        {
            ("ready_poll", nameof(ReadyPoll), ReadyPoll), ("ready_within", nameof(ReadyWithin), ReadyWithin),
        })
        {
            if (time <= TimeSpan.Zero)
            {
                yield return new ValidationResult($"talks.{key} must be longer than 0s.", [member]);
            }
        }

        foreach (var (key, member, time) in new[]
        {
            ("sheet_cache", nameof(SheetCache), SheetCache), ("fade", nameof(Fade), Fade),
            ("shortest", nameof(Shortest), Shortest), ("longest", nameof(Longest), Longest),
        })
        {
            if (time < TimeSpan.Zero)
            {
                yield return new ValidationResult($"talks.{key} must not be negative.", [member]);
            }
        }

        if (FeedButton.Link is { } link && (link.Scheme is not ("http" or "https") || FacebookPages.LeadsToFacebook(link)))
        {
            yield return new ValidationResult(
                "talks.feed_button.link must be a web address outside of Facebook, such as https://example.org/tickets.", [nameof(FeedButton)]);
        }

        foreach (var (name, id) in Mentions.Where(mention => mention.Value.Length == 0 || !mention.Value.All(char.IsAsciiDigit)))
        {
            yield return new ValidationResult($"talks.mentions: \"{id}\" of \"{name}\" is no page's number, such as 175000000000101.", [nameof(Mentions)]);
        }
    }
}

/// <summary>Where a stage's or a kind's talks go.</summary>
internal sealed class PageTarget
{
    /// <summary>The page: its id, its address or its vanity name.</summary>
    [Required]
    public string Page { get; set; } = "";

    /// <summary>The connection to use. Default <c>talks.connection</c>.</summary>
    public string? Connection { get; set; }

    /// <summary>A clip to show before these talks; <c>""</c> for none. Default: that of the talk's stage, else <c>media.intro</c>.</summary>
    [LocalPath]
    public string? Intro { get; set; }

    /// <summary>A clip to show after these talks; <c>""</c> for none. Default: that of the talk's stage, else <c>media.outro</c>.</summary>
    [LocalPath]
    public string? Outro { get; set; }
}

/// <summary>The button below the call to watch in the page's feed.</summary>
internal sealed class FeedButton
{
    /// <summary>Where it leads, outside of Facebook; the post shows this link as well. Empty: no button.</summary>
    public Uri? Link { get; set; }

    /// <summary>What it says, which Facebook translates for each reader. Default <c>learn_more</c>.</summary>
    public ButtonLabel Label { get; set; } = ButtonLabel.LearnMore;
}

/// <summary>Names of the columns of the talks' sheet.</summary>
internal sealed class TalkColumns
{
    /// <summary>The talk's title. Default <c>Title</c>.</summary>
    public string Title { get; set; } = "Title";

    /// <summary>Where the talk begins in its recording; empty: at the beginning. Default <c>Start</c>.</summary>
    public string Start { get; set; } = "Start";

    /// <summary>Where it ends; empty: at the end. Default <c>End</c>.</summary>
    public string End { get; set; } = "End";

    /// <summary>The stage it is given on. Default <c>Stage</c>.</summary>
    public string Stage { get; set; } = "Stage";

    /// <summary>Its speakers' names, with commas, semicolons or line breaks between them. Default <c>Speakers</c>.</summary>
    public string Speakers { get; set; } = "Speakers";

    /// <summary>What it is about. Default <c>Description</c>.</summary>
    public string Description { get; set; } = "Description";

    /// <summary>The published video's address, which is filled in. Default <c>Link</c>.</summary>
    public string Link { get; set; } = "Link";

    /// <summary>The kind of talk; the sheet may do without. Default <c>Kind</c>.</summary>
    public string Kind { get; set; } = "Kind";
}

/// <summary>Names of the columns of the speakers' sheet.</summary>
internal sealed class SpeakerColumns
{
    /// <summary>The speaker's first name. Default <c>First name</c>.</summary>
    public string FirstName { get; set; } = "First name";

    /// <summary>The last name. Default <c>Last name</c>.</summary>
    public string LastName { get; set; } = "Last name";

    /// <summary>The company; the sheet may do without. Default <c>Company</c>.</summary>
    public string Company { get; set; } = "Company";

    /// <summary>The mail address. Default <c>Mail</c>.</summary>
    public string Mail { get; set; } = "Mail";
}

/// <summary>Files of own texts; what is not given has a default text.</summary>
internal sealed class TemplateFiles
{
    /// <summary>The video's description.</summary>
    [LocalPath]
    public string? Description { get; set; }

    /// <summary>The mail's subject.</summary>
    [LocalPath]
    public string? MailSubject { get; set; }

    /// <summary>The mail as plain text.</summary>
    [LocalPath]
    public string? MailText { get; set; }

    /// <summary>The mail as HTML.</summary>
    [LocalPath]
    public string? MailHtml { get; set; }

    /// <summary>The call to watch in the page's feed.</summary>
    [LocalPath]
    public string? FeedPost { get; set; }
}
