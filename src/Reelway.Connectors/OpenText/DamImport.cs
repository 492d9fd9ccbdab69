namespace Reelway.Connectors.OpenText;

/// <summary>A file that becomes an asset.</summary>
/// <param name="FolderId">Where it goes.</param>
/// <param name="FileName">The name that it is to have, sent as it is.</param>
/// <param name="ContentType">Media type of the file.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="Representation">JSON text of <c>asset_representation</c>: model, metadata and security policies.</param>
public sealed record DamImport(string FolderId, string FileName, string ContentType, long Size, string Representation);

/// <summary>How far a job is.</summary>
public enum DamJobState
{
    Running,
    Done,
    Failed,
}

/// <param name="AssetIds">What it created; may be empty where its answer does not say.</param>
/// <param name="Problem">What went wrong, in the job's words, or why its state is not understood; null when nothing did.</param>
public sealed record DamJob(DamJobState State, IReadOnlyList<string> AssetIds, string? Problem);

/// <summary>What came of changing a field.</summary>
public enum DamChangeKind
{
    /// <summary>It had the expected value, and has the new one now.</summary>
    Changed,

    /// <summary>It had the new value already; nothing was written.</summary>
    AlreadyThere,

    /// <summary>It had neither; nothing was written.</summary>
    Other,
}

/// <param name="Current">Of <see cref="DamChangeKind.Other"/>: the value that it has; null when it is empty.</param>
public sealed record DamChange(DamChangeKind Kind, string? Current = null)
{
    public static DamChange Changed { get; } = new(DamChangeKind.Changed);

    public static DamChange AlreadyThere { get; } = new(DamChangeKind.AlreadyThere);

    public static DamChange Other(string? current) => new(DamChangeKind.Other, current);
}

/// <summary>A value that a drop-down offers.</summary>
/// <param name="Value">The code that is written, as it is: it may hold stray spaces.</param>
/// <param name="Display">What people see.</param>
/// <param name="Expired">True for one that stays on old assets and is not to be written any more.</param>
public sealed record DamDomainValue(string Value, string Display, bool Expired);
