using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Reelway.Storage;

namespace Reelway.Scaling;

/// <summary>A campaign's id, shown as <c>camp_</c> and 13 Crockford digits.</summary>
internal readonly record struct CampaignId(long Value) : ITypedId<CampaignId>
{
    static string ITypedId<CampaignId>.Prefix => "camp_";

    static CampaignId ITypedId<CampaignId>.Of(long value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => TypedId.Format(this);

    /// <summary>Reads the shown form.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out CampaignId id) => TypedId.TryParse(text, out id);
}

/// <summary>A campaign as stored.</summary>
internal sealed record CampaignRow
{
    public CampaignId Id { get; init; }

    public string DamId { get; init; } = "";

    public bool IsFolder { get; init; }

    public string Name { get; init; } = "";

    public string? Number { get; init; }

    /// <summary>One of <see cref="CampaignStatus"/>.</summary>
    public string Status { get; init; } = "";

    /// <summary>Why a person holds it; null when it goes on.</summary>
    public string? Held { get; init; }

    /// <summary>What blocks it, as a sentence; null when nothing does.</summary>
    public string? Problem { get; init; }

    public string? FinalFolder { get; init; }

    public string? BoxFolder { get; init; }

    public long Round { get; init; }

    public long Tries { get; init; }

    public long Failing { get; init; }

    public string? Told { get; init; }

    public long SeenMs { get; init; }

    public long TriedMs { get; init; }

    public long NextMs { get; init; }

    public long Revision { get; init; }

    public long CreatedMs { get; init; }

    public long UpdatedMs { get; init; }

    /// <summary>As texts say it where there is none: <c>N/A</c>.</summary>
    public string ShownNumber => string.IsNullOrEmpty(Number) ? "N/A" : Number;

    /// <summary>Key of its run number so and so.</summary>
    public string RunKey(long number) => string.Create(CultureInfo.InvariantCulture, $"{Id}/{number}");
}

/// <summary>A master as stored.</summary>
internal sealed record MasterRow
{
    public long Id { get; init; }

    public CampaignId CampaignId { get; init; }

    public string TrackingId { get; init; } = "";

    public string OriginalId { get; init; } = "";

    public string DamId { get; init; } = "";

    public string Name { get; init; } = "";

    public long? Size { get; init; }

    /// <summary>One of <see cref="MasterState"/>.</summary>
    public string State { get; init; } = "";

    public string? Sha1 { get; init; }

    public string? BoxFile { get; init; }

    public string BoxName { get; init; } = "";

    public string? Problem { get; init; }

    public long? SentMs { get; init; }

    public long UpdatedMs { get; init; }
}

/// <summary>States of a master.</summary>
internal static class MasterState
{
    public const string Waiting = "waiting";

    public const string Failed = "failed";

    public const string Sent = "sent";

    /// <summary>It does not count any more.</summary>
    public const string Withdrawn = "withdrawn";
}

/// <summary>What an agency has brought, as stored.</summary>
internal sealed record DerivativeRow
{
    /// <summary>In place of Box's id, of what the older scripts imported: they did not note it.</summary>
    public const string Old = "old";

    public long Id { get; init; }

    public long? CampaignId { get; init; }

    public long? MasterId { get; init; }

    public string BoxFile { get; init; } = "";

    public string BoxVersion { get; init; } = "";

    public string Name { get; init; } = "";

    public string? CleanName { get; init; }

    public string? Language { get; init; }

    public string? Format { get; init; }

    /// <summary>One of <see cref="DerivativeState"/>.</summary>
    public string State { get; init; } = "";

    public string? Uploader { get; init; }

    public long RunId { get; init; }

    /// <summary>What a refused one might be named.</summary>
    public string? CorrectedName { get; init; }

    public string? JobId { get; init; }

    public string? DamAsset { get; init; }

    public string? Metadata { get; init; }

    public string? Problem { get; init; }

    public long? ImportedMs { get; init; }

    public long CreatedMs { get; init; }
}

/// <summary>States of what an agency has brought.</summary>
internal static class DerivativeState
{
    public const string Working = "working";

    public const string Imported = "imported";

    /// <summary>Its name or its content is not as agreed: it is for the agency to bring another one.</summary>
    public const string Refused = "refused";

    public const string Failed = "failed";

    /// <summary>A newer version is in its place.</summary>
    public const string Replaced = "replaced";
}

/// <summary>What a campaign is to bring for each master.</summary>
/// <param name="Format">Empty: any.</param>
internal sealed record Deliverable(string Language, string Format);

/// <summary>What became of a campaign.</summary>
internal sealed record CampaignNote
{
    public long AtMs { get; init; }

    public string Who { get; init; } = "";

    public string Sentence { get; init; } = "";
}
