using System.ComponentModel.DataAnnotations;
using Reelway.Configuration;
using Reelway.Scaling.Announcing;
using Reelway.Scaling.Names;

namespace Reelway.Scaling;

/// <summary>Settings of content scaling; each is <c>scaling.</c> and the property's name in lower snake case.</summary>
internal sealed class ScalingOptions : IValidatableObject
{
    [Setting("Whether campaigns travel. Their connections to the DAM and to Box must be there.")]
    public bool Enabled { get; set; }

    [Setting("Where campaigns, their status and their masters stand in the DAM.")]
    [Live]
    public ScalingDam Dam { get; set; } = new();

    [Setting("Where agencies find masters, and leave what they made of them.")]
    public ScalingBox Box { get; set; } = new();

    [Setting("The DAM's values of the three statuses.")]
    [Live]
    public ScalingStatuses Statuses { get; set; } = new();

    [Setting("Whether campaigns with the first status are looked for; false: only what agencies made is taken in.")]
    public bool Poll { get; set; } = true;

    [Setting("How often campaigns with the first status are looked for, in whole seconds.")]
    [Lasts("1m", "1d")]
    public TimeSpan PollEvery { get; set; } = TimeSpan.FromMinutes(5);

    [Setting("Most campaigns that are begun with each look; those that were looked after longest ago come first.")]
    [Live]
    [Range(1, 1000)]
    public int CampaignsPerPoll { get; set; } = 10;

    [Setting("Whether the nightly comparison of Box, the DAM and the database takes in files that Box never told of; else they are only reported.")]
    [Live]
    public bool Repair { get; set; } = true;

    [Setting("How many assets travel at once on this machine.")]
    [Range(1, 64)]
    public int Transfers { get; set; } = 4;

    [Setting("YAML file with mail templates of one's own. Default: those that come with the program.")]
    [Live]
    [LocalPath]
    public string? TemplatesFile { get; set; }

    [Setting("YAML file that says which metadata a derivative gets. Default: its name, and what its master has of the fields that the DAM requires.")]
    [Live]
    [LocalPath]
    public string? MappingsFile { get; set; }

    [Setting("Webhooks that campaigns and derivatives are reported to, in the shape of campaign_status_update and asset_upload_complete, by these names.")]
    [Live]
    public Dictionary<string, CampaignWebhookSettings> Webhooks { get; set; } = [];

    [Setting("How agencies name files.")]
    [Live]
    public ScalingNaming Names { get; set; } = new();

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Enabled && string.IsNullOrWhiteSpace(Box.RootFolder))
        {
            yield return new ValidationResult("scaling.box.root_folder must be the id of the Box folder that gets a folder for each campaign.", [nameof(Box)]);
        }

        var all = new[] { Statuses.A1, Statuses.A2, Statuses.A3 };
        if (all.Any(string.IsNullOrWhiteSpace) || all.Distinct(StringComparer.Ordinal).Count() < all.Length)
        {
            yield return new ValidationResult("scaling.statuses must be three values that differ, such as A1, A2 and A3.", [nameof(Statuses)]);
        }

        var names = new List<string>();
        NamePattern.Load(Names.Rules, names);
        foreach (var problem in names)
        {
            yield return new ValidationResult($"scaling.names: {problem}", [nameof(Names)]);
        }

        foreach (var (name, hook) in Webhooks)
        {
            foreach (var problem in hook.Problems(name))
            {
                yield return new ValidationResult($"scaling.webhooks.{name}{problem}", [nameof(Webhooks)]);
            }
        }
    }
}

/// <summary>Where things are in the DAM, <c>scaling.dam</c>. Field ids are as the DAM has them, spaces included.</summary>
internal sealed class ScalingDam
{
    [Setting("The connection to it.")]
    public string Connection { get; set; } = "dam";

    [Setting("Id of the field that holds a campaign's status.")]
    [MinLength(1)]
    public string StatusField { get; set; } = "CAMPAIGN STATUS";

    [Setting("Id of the field that holds its number.")]
    public string NumberField { get; set; } = "CAMPAIGN NUMBER";

    [Setting("Id of the field that holds its name. Empty: the name of its folder.")]
    public string NameField { get; set; } = "";

    [Setting("Id of the operator that the search compares the status by. What it finds is compared again, exactly.")]
    public string StatusOperator { get; set; } = "ARTESIA.OPERATOR.CHAR.IS";

    [Setting("Name of the campaign's folder that derivatives are imported to. What lies in it is no master.")]
    [MinLength(1)]
    public string FinalAssetsFolder { get; set; } = "Final Assets";

    [Setting("Name of the campaign's folder that holds the masters. Empty: all but the other one.")]
    public string MastersFolder { get; set; } = "";
}

/// <summary>Where things are in Box, <c>scaling.box</c>.</summary>
internal sealed class ScalingBox
{
    [Setting("The connection to it.")]
    public string Connection { get; set; } = "box";

    [Setting("Id of the folder that gets a folder for each campaign. The service account must be invited to it.")]
    public string RootFolder { get; set; } = "";

    [Setting("The receiver of webhook.receivers that Box calls.")]
    public string Receiver { get; set; } = "box";
}

/// <summary>The DAM's values of a campaign's status, <c>scaling.statuses</c>.</summary>
internal sealed class ScalingStatuses
{
    [Setting("Its masters are to go out.")]
    public string A1 { get; set; } = "A1";

    [Setting("The agency works.")]
    public string A2 { get; set; } = "A2";

    [Setting("All that the agency made is back.")]
    public string A3 { get; set; } = "A3";
}

/// <summary>How agencies name files, <c>scaling.names</c>.</summary>
internal sealed class ScalingNaming
{
    [Setting("Tokens in braces with their separators between them, and optional ones with theirs in brackets. The extension is no part of it.")]
    public string Pattern { get; set; } = NameRules.DefaultPattern;

    [Setting("What tokens may say, by their names.")]
    public Dictionary<string, ScalingNameToken> Tokens { get; set; } = [];

    [Setting("The tokens that the DAM's name of a file goes without.")]
    public IReadOnlyList<string> Strip { get; set; } = [NameTokens.TrackingId];

    /// <summary>The same as the reader of names takes it.</summary>
    internal NameRules Rules => new()
    {
        Pattern = Pattern,
        Tokens = Tokens.ToDictionary(token => token.Key, token => new NameTokenRule(token.Value.Values.Count == 0 ? null : token.Value.Values, string.IsNullOrEmpty(token.Value.Expression) ? null : token.Value.Expression)),
        Strip = Strip,
    };
}

/// <summary>What one token may say, <c>scaling.names.tokens.NAME</c>.</summary>
internal sealed class ScalingNameToken
{
    [Setting("One of these.")]
    public IReadOnlyList<string> Values { get; set; } = [];

    [Setting("What this regular expression describes, without case.")]
    public string? Expression { get; set; }
}
