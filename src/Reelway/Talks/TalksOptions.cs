using System.ComponentModel.DataAnnotations;
using Reelway.Configuration;
using Reelway.Connectors.Facebook;
using Reelway.Talks.Sheets;

namespace Reelway.Talks;

/// <summary>Settings of the talks; each is <c>talks.</c> and the property's name in lower snake case.</summary>
internal sealed class TalksOptions : IValidatableObject
{
    [Setting("The sheet of the talks: a CSV file, the address of a Google sheet, or google: and its title or id.")]
    [LocalPath(GoogleSheet.Prefix, "https://")]
    public string? Sheet { get; set; }

    [Setting("The tab of the talks' sheet at Google. Default: the one that its address names, else the first that is visible.")]
    public string? SheetTab { get; set; }

    [Setting("The sheet of the speakers and their mail addresses, named like that of the talks.")]
    [LocalPath(GoogleSheet.Prefix, "https://")]
    public string? Speakers { get; set; }

    [Setting("The tab of the speakers' sheet at Google. Default: the one that its address names, else the first that is visible.")]
    public string? SpeakersTab { get; set; }

    [Setting("Connection that sheets at Google are read and written by.")]
    public string SheetConnection { get; set; } = "google";

    [Setting("How long a copy of a sheet serves before it is read again; one that changed is read at once, where that can be seen.")]
    public TimeSpan SheetCache { get; set; } = TimeSpan.FromHours(1);

    [Setting("What the columns of the talks' sheet are called.")]
    [Live]
    public TalkColumns Columns { get; set; } = new();

    [Setting("What the columns of the speakers' sheet are called.")]
    [Live]
    public SpeakerColumns SpeakerColumns { get; set; } = new();

    [Setting("The page of each stage, by the stage's name in the sheet. Many stages may share a page.")]
    [Live]
    public Dictionary<string, PageTarget> Stages { get; set; } = [];

    [Setting("The page of a kind of talk, by the kind's name in the sheet; goes before the stage's page.")]
    [Live]
    public Dictionary<string, PageTarget> Kinds { get; set; } = [];

    [Setting("Page of talks whose kind and stage have none: an id, an address or a vanity name. Default: none.")]
    [Live]
    public string? DefaultPage { get; set; }

    [Setting("Connection of pages that name none.")]
    [Live]
    public string Connection { get; set; } = "facebook";

    [Setting("Own texts, as files.")]
    [Live]
    public TemplateFiles Templates { get; set; } = new();

    [Setting("How long picture and sound fade in and out. 0s: not at all.")]
    [Live]
    public TimeSpan Fade { get; set; } = TimeSpan.FromSeconds(3);

    [Setting("A shorter talk asks a person before anything is uploaded. 0s: no talk does.")]
    [Live]
    public TimeSpan Shortest { get; set; } = TimeSpan.FromSeconds(30);

    [Setting("A longer talk asks a person before anything is uploaded. 0s: no talk does.")]
    [Live]
    public TimeSpan Longest { get; set; } = TimeSpan.FromHours(3);

    [Setting("A talk that is a smaller share of its recording asks a person before anything is uploaded. 0.02 is two in a hundred; 0: no talk does.")]
    [Range(0, 0.99)]
    [Live]
    public double SmallestShare { get; set; } = 0.02;

    [Setting("True to make a poster and a strip of small frames of each clip, which the run's page shows.")]
    [Live]
    public bool Pictures { get; set; } = true;

    [Setting("Pages to mention: a name as descriptions spell it, and the number of its page.")]
    [Live]
    public Dictionary<string, string> Mentions { get; set; } = [];

    [Setting("True to post a call to watch to the page's feed as well.")]
    [Live]
    public bool FeedPost { get; set; }

    [Setting("The button below that post; without a link there is none.")]
    [Live]
    public FeedButton FeedButton { get; set; } = new();

    [Setting("How often a published video is asked whether it can be watched.")]
    [Live]
    [Lasts("1ms")]
    public TimeSpan ReadyPoll { get; set; } = TimeSpan.FromSeconds(5);

    [Setting("After how long a video that can't be watched yet needs a person.")]
    [Live]
    [Lasts("1ms")]
    public TimeSpan ReadyWithin { get; set; } = TimeSpan.FromHours(6);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (FeedButton.Link is { } link && (link.Scheme is not ("http" or "https") || FacebookPages.LeadsToFacebook(link)))
        {
            yield return new ValidationResult(
                "talks.feed_button.link must be a web address outside of Facebook, such as https://example.org/tickets.", [nameof(FeedButton)]);
        }

        foreach (var (name, id) in Mentions.Where(mention => mention.Value.Length == 0 || !mention.Value.All(char.IsAsciiDigit)))
        {
            yield return new ValidationResult($"talks.mentions: \"{id}\" of \"{name}\" is not a page's number, such as 175000000000101.", [nameof(Mentions)]);
        }
    }
}

/// <summary>Where a stage's or a kind's talks go.</summary>
internal sealed class PageTarget
{
    [Setting("The page: its id, its address or its vanity name.")]
    [Required]
    public string Page { get; set; } = "";

    [Setting("The connection to use. Default: talks.connection.")]
    public string? Connection { get; set; }

    [Setting("A clip to show before these talks; \"\" for none. Default: that of the talk's stage, else media.intro.")]
    [LocalPath]
    public string? Intro { get; set; }

    [Setting("A clip to show after these talks; \"\" for none. Default: that of the talk's stage, else media.outro.")]
    [LocalPath]
    public string? Outro { get; set; }
}

/// <summary>The button below the call to watch in the page's feed.</summary>
internal sealed class FeedButton
{
    [Setting("Where it leads, outside of Facebook; the post shows this link as well. Empty: no button.")]
    public Uri? Link { get; set; }

    [Setting("What it says, which Facebook translates for each reader.")]
    public ButtonLabel Label { get; set; } = ButtonLabel.LearnMore;
}

/// <summary>Names of the columns of the talks' sheet.</summary>
internal sealed class TalkColumns
{
    [Setting("The talk's title.")]
    public string Title { get; set; } = "Title";

    [Setting("Where the talk begins in its recording; empty: at the beginning.")]
    public string Start { get; set; } = "Start";

    [Setting("Where it ends; empty: at the end.")]
    public string End { get; set; } = "End";

    [Setting("The stage it is given on.")]
    public string Stage { get; set; } = "Stage";

    [Setting("Its speakers' names, with commas, semicolons or line breaks between them.")]
    public string Speakers { get; set; } = "Speakers";

    [Setting("What it is about.")]
    public string Description { get; set; } = "Description";

    [Setting("The published video's address, which is filled in.")]
    public string Link { get; set; } = "Link";

    [Setting("The kind of talk; the sheet may do without.")]
    public string Kind { get; set; } = "Kind";
}

/// <summary>Names of the columns of the speakers' sheet.</summary>
internal sealed class SpeakerColumns
{
    [Setting("The speaker's first name.")]
    public string FirstName { get; set; } = "First name";

    [Setting("The last name.")]
    public string LastName { get; set; } = "Last name";

    [Setting("The company; the sheet may do without.")]
    public string Company { get; set; } = "Company";

    [Setting("The mail address.")]
    public string Mail { get; set; } = "Mail";
}

/// <summary>Files of own texts; what is not given has a default text.</summary>
internal sealed class TemplateFiles
{
    [Setting("The video's description.")]
    [LocalPath]
    public string? Description { get; set; }

    [Setting("The mail's subject.")]
    [LocalPath]
    public string? MailSubject { get; set; }

    [Setting("The mail as plain text.")]
    [LocalPath]
    public string? MailText { get; set; }

    [Setting("The mail as HTML.")]
    [LocalPath]
    public string? MailHtml { get; set; }

    [Setting("The call to watch in the page's feed.")]
    [LocalPath]
    public string? FeedPost { get; set; }
}
