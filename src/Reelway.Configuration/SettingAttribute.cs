namespace Reelway.Configuration;

/// <summary>
/// Makes a property of an options type a setting: binder, reference, problems and masking are made from it. What a value must be is said by the attributes of
/// <see cref="System.ComponentModel.DataAnnotations"/> beside it, and by those of this project.
/// </summary>
/// <param name="help">What it is for and where its value comes from, in a sentence.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingAttribute(string help) : Attribute
{
    /// <summary>What it is for and where its value comes from, in a sentence.</summary>
    public string Help { get; } = help;

    /// <summary>Stored encrypted, never logged, never returned by the API.</summary>
    public bool Secret { get; init; }

    /// <summary>An address, in which a user and a password may stand: shown without what is secret, and not at all when it can't be understood.</summary>
    public bool Address { get; init; }

    /// <summary>Property that this one is worth nothing without: a connection with a value of its own for that one never takes this one from elsewhere.</summary>
    public string? BelongsTo { get; init; }
}
