namespace Reelway.Frame.Configuration.Documents;

/// <summary>A key of a document with what stands there.</summary>
internal sealed record DocumentKey(IReadOnlyList<string> Path, SettingNode Node)
{
    /// <summary>The name that the rule's first <c>*</c> stands for; null where it has none.</summary>
    public string? Star { get; init; }

    /// <summary>Its full name.</summary>
    public string Name => Path.Aggregate(string.Empty, SettingPath.Join);

    /// <summary>The text of a single value; null when it is none, or is not set.</summary>
    public string? Text => Node is SettingValue { Text: { Length: > 0 } text } ? text : null;
}

/// <summary>What became of a key.</summary>
internal enum DocumentOutcome
{
    /// <summary>It sets a setting.</summary>
    Used,

    /// <summary>It sets a setting in another form.</summary>
    Changed,

    /// <summary>It is accepted and has no effect, for a reason.</summary>
    Explained,

    /// <summary>It can't be taken over, for a reason.</summary>
    Refused,
}

/// <summary>A key and what became of it. Holds no value, since it may be a secret.</summary>
/// <param name="Setting">The settings that it sets; empty when it sets none.</param>
/// <param name="Reason">Why, where it is not simply used.</param>
internal sealed record TakenKey(string Key, SettingOrigin Origin, DocumentOutcome Outcome, string Setting, string Reason);
