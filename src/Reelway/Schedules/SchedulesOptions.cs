using System.ComponentModel.DataAnnotations;
using Reelway.Configuration;
using Reelway.Frame.Configuration;
using Reelway.Frame.Schedules;

namespace Reelway.Schedules;

/// <summary>Settings of schedules (<c>schedules.*</c>).</summary>
internal sealed class SchedulesOptions
{
    [Setting("What is different for a schedule, by its name, than it is declared. reelway schedules list shows the names.")]
    [Live]
    public Dictionary<string, ScheduleChange> Change { get; set; } = [];
}

/// <summary>What is different for a schedule.</summary>
internal sealed class ScheduleChange : IValidatableObject
{
    [Setting($"When it is due: {ScheduleRule.Forms}. Default: as it is declared.")]
    public string? When { get; set; }

    [Setting("What becomes of a slot that comes while the last run is still open: skip leaves it out, queue lets one wait. Default: as it is declared.")]
    public Overlap? Overlap { get; set; }

    [Setting("How many of the slots are run that passed while no server ran: none, one, or all 31 for the last 31. Default: as it is declared.")]
    public string? CatchUp { get; set; }

    [Setting("Each slot begins up to so much later, so that not everything begins at once. Default: as it is declared.")]
    [Lasts("0s", "1d")]
    public TimeSpan? Jitter { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (When is not (null or Off) && !ScheduleRule.TryParse(When, out _, out var problem))
        {
            yield return new ValidationResult($"\"{Frame.ShownText.Name(When)}\" {problem}", [nameof(When)]);
        }

        if (CatchUp is not null && Frame.Schedules.CatchUp.Parse(CatchUp) is null)
        {
            yield return new ValidationResult("must be none, one, or all and a number up to 10000, such as all 31.", [nameof(CatchUp)]);
        }
    }

    /// <summary>The rule of a schedule that is switched off.</summary>
    internal const string Off = "off";

    /// <summary>A declared schedule with these changes.</summary>
    internal Schedule Over(Schedule declared)
    {
        var changed = declared with
        {
            Overlap = Overlap ?? declared.Overlap,
            CatchUp = CatchUp is null ? declared.CatchUp : Frame.Schedules.CatchUp.Parse(CatchUp) ?? declared.CatchUp,
            Jitter = Jitter ?? declared.Jitter,
        };
        if (When == Off)
        {
            return changed with { Rule = null, Off = $"It is switched off by schedules.change.{SettingPath.Join("", declared.Name)}." };
        }

        // A schedule that is off for a reason of its own stays so.
        return declared.Rule is not null && When is not null && ScheduleRule.TryParse(When, out var rule, out _) ? changed with { Rule = rule } : changed;
    }
}
