using System.ComponentModel.DataAnnotations;

namespace Reelway.Frame.Configuration;

/// <summary>Judges bound values: each by the attributes on its property, and all of a group by what it says itself.</summary>
internal sealed class SettingConditions(SettingProblems problems)
{
    /// <summary>Judges one value.</summary>
    public void Each(string key, SettingField field, object value, object options, SettingOrigin? origin)
    {
        var context = new ValidationContext(options) { MemberName = field.Property.Name, DisplayName = key };
        foreach (var condition in field.Conditions)
        {
            if (condition.GetValidationResult(value, context) is { } refusal)
            {
                problems.Error(key, origin, Sentence(key, condition, refusal.ErrorMessage));
            }
        }
    }

    /// <summary>Judges a group whose values are right one by one.</summary>
    public void Together(string path, IValidatableObject group, SettingMap? map, IReadOnlyList<SettingField> fields)
    {
        foreach (var refusal in group.Validate(new ValidationContext(group)))
        {
            var member = refusal.MemberNames.FirstOrDefault();
            var field = fields.FirstOrDefault(candidate => candidate.Property.Name == member);
            var key = field is null ? path : SettingPath.Join(path, field.Key);
            var origin = (field is null ? null : map?.Find(field.Key)?.Origin) ?? map?.Origin;
            problems.Error(key, origin, WithoutKey(key, refusal.ErrorMessage));
        }
    }

    private static string Sentence(string key, ValidationAttribute condition, string? message) => condition switch
    {
        { ErrorMessage: not null } => WithoutKey(key, message),
        RangeAttribute range => $"must be {SettingText.Format(range.Minimum)} to {SettingText.Format(range.Maximum)}.",
        MinLengthAttribute least => $"must have at least {least.Length} characters or entries.",
        MaxLengthAttribute most => $"must have at most {most.Length} characters or entries.",
        _ => WithoutKey(key, message),
    };

    /// <summary>A message that begins with the setting's name, which every problem shows anyway.</summary>
    private static string WithoutKey(string key, string? message)
    {
        var text = message ?? "is not valid.";
        return text.StartsWith(key + " ", StringComparison.Ordinal) ? text[(key.Length + 1)..] : text;
    }
}
