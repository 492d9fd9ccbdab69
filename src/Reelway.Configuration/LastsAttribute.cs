using System.ComponentModel.DataAnnotations;

namespace Reelway.Configuration;

/// <summary>How short and how long a duration may be, as settings write it: <c>[Lasts("1s", "30m")]</c>.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LastsAttribute(string least, string? most = null) : ValidationAttribute
{
    /// <summary>The range in words: <c>1s to 30m</c>.</summary>
    public string Range { get; } = most is null ? $"at least {least}" : $"{least} to {most}";

    /// <inheritdoc/>
    public override bool IsValid(object? value)
        => value is not TimeSpan time || (time >= Read(least) && (most is null || time <= Read(most)));

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) => $"{name} must be {Range}.";

    private static TimeSpan Read(string text)
        => Durations.TryParse(text, out var time) ? time : throw new InvalidOperationException($"\"{text}\" is not a duration.");
}
