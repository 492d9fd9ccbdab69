using System.Text.Json.Serialization;

namespace Reelway.Scaling.Names;

/// <summary>What can be wrong with a name.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<NameFault>))]
internal enum NameFault
{
    /// <summary>Longer than file systems and Box take.</summary>
    [JsonStringEnumMemberName("length")]
    Length,

    /// <summary>A letter that Box or a file system refuses, or that nobody sees.</summary>
    [JsonStringEnumMemberName("letter")]
    Letter,

    /// <summary>A space where a part begins or ends.</summary>
    [JsonStringEnumMemberName("space")]
    Space,

    /// <summary>No extension.</summary>
    [JsonStringEnumMemberName("extension")]
    Extension,

    /// <summary>A part that does not say what stands in its place.</summary>
    [JsonStringEnumMemberName("value")]
    Value,

    /// <summary>Another separator than the pattern's.</summary>
    [JsonStringEnumMemberName("separator")]
    Separator,

    /// <summary>A token that is not there.</summary>
    [JsonStringEnumMemberName("missing")]
    Missing,

    /// <summary>A part too many.</summary>
    [JsonStringEnumMemberName("surplus")]
    Surplus,

    /// <summary>The name fits the pattern in more than one way.</summary>
    [JsonStringEnumMemberName("ambiguous")]
    Ambiguous,

    /// <summary>A tracking id of no master.</summary>
    [JsonStringEnumMemberName("unknown-id")]
    UnknownId,
}

/// <summary>Something that is wrong with a name.</summary>
/// <param name="Position">Counted from 1 in characters of the composed name; where something is missing, where it should begin.</param>
/// <param name="Token">The token that it concerns; null when it concerns none.</param>
/// <param name="Found">What stands there.</param>
/// <param name="Nearest">The valid value that was probably meant; null when none can be said.</param>
/// <param name="Message">One sentence for whoever gave the name.</param>
internal sealed record NameViolation(NameFault Fault, int Position, string? Token, string Found, string? Nearest, string Message)
{
    /// <summary>The sentence with its place.</summary>
    public override string ToString() => $"Position {Position}: {Message}";
}
