using System.Text.Json.Serialization;

namespace Reelway.Scaling.Fields;

/// <summary>Why a derivative's field differs from its master's.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FieldChange>))]
internal enum FieldChange
{
    /// <summary>The file's name, or the file itself, says so.</summary>
    [JsonStringEnumMemberName("updated")]
    Updated,

    /// <summary>The name says nothing, and the mapping says what holds then.</summary>
    [JsonStringEnumMemberName("fell-back")]
    FellBack,

    /// <summary>The mapping forces it.</summary>
    [JsonStringEnumMemberName("forced")]
    Forced,

    /// <summary>Nothing else said anything.</summary>
    [JsonStringEnumMemberName("defaulted")]
    Defaulted,
}

/// <summary>A field that differs from the master's.</summary>
/// <param name="Before">What the master has, rows of a table's column one by one; empty where it has nothing.</param>
/// <param name="After">What the derivative gets; empty where the field is emptied.</param>
/// <param name="Source">What the value comes from, such as <c>language_code</c>; null where the mapping itself says it.</param>
internal sealed record FieldDifference(string Field, IReadOnlyList<string> Before, IReadOnlyList<string> After, FieldChange Why, string? Source);

/// <summary>Something about a field that a person should see.</summary>
/// <param name="Nearest">The valid value that was probably meant; null when none can be said.</param>
/// <param name="IsError">True when the file can't be imported like this.</param>
internal sealed record FieldProblem(string Field, string Message, string? Nearest = null, bool IsError = true)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Field}: {Message}";
}
