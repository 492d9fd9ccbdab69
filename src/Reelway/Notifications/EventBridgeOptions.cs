using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Reelway.Configuration;
using Reelway.Connectors.Aws;
using Reelway.Events;
using Reelway.Facts;
using Reelway.Frame;

namespace Reelway.Notifications;

/// <summary>Which events are put on a bus of EventBridge, and as what.</summary>
internal sealed class EventBridgeOptions : IValidatableObject
{
    [Setting("Connection that events are put by, of the connector aws.")]
    public string Connection { get; set; } = "aws";

    [Setting("Name or ARN of the bus. Default: the account's default bus.")]
    public string? Bus { get; set; }

    [Setting("One rule for each type of events that is put on the bus.")]
    public IReadOnlyList<EventBridgeRule> Rules { get; set; } = [];

    [Setting("Largest entry, as EventBridge counts its bytes; a call holds no more either.")]
    [Range(1024L, 1024L * 1024)]
    public long LargestEntryBytes { get; set; } = 256 * 1024;

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
        => Rules.GroupBy(rule => rule.Type, StringComparer.Ordinal).Where(same => same.Count() > 1)
            .Select(same => new ValidationResult($"has {same.Count()} rules for {same.Key}; keep one.", [nameof(Rules)]));

    /// <summary>The rule for a type of events; null when those are not put on the bus.</summary>
    public EventBridgeRule? RuleOf(string type) => Rules.FirstOrDefault(rule => rule.Type == type);
}

/// <summary>How events of one type are put on the bus.</summary>
internal sealed class EventBridgeRule : IValidatableObject
{
    private const string ReservedSource = "aws.";

    [Setting("The type of events, such as talk.published; reelway events types lists them.")]
    [Required]
    public string Type { get; set; } = "";

    [Setting("Source of the entry, such as com.example.reelway; may hold placeholders.")]
    [Required]
    public string Source { get; set; } = "";

    [Setting("DetailType of the entry, at most 128 letters; may hold placeholders.")]
    public string DetailType { get; set; } = "{type}";

    [Setting("Detail of the entry: JSON with placeholders in braces, as in a webhook's template. Default: the event with its id.")]
    public string? Detail { get; set; }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (EventType.Find(Type) is not { } type)
        {
            return [new ValidationResult($"must be one of {string.Join(", ", EventType.All.Select(known => known.Name))}.", [nameof(Type)])];
        }

        var problems = new List<ValidationResult>();
        Judge(nameof(Source), () => PayloadTemplate.OfText(Source));
        Judge(nameof(DetailType), () => PayloadTemplate.OfText(DetailType));
        if (Detail is { Length: > 0 } detail)
        {
            Judge(nameof(Detail), () => PayloadTemplate.Parse(detail));
        }

        if (problems.Count == 0 && ProblemOf(RecordedEvent.ExampleOf(type, type.Name, DateTimeOffset.UnixEpoch)) is var (member, sentence))
        {
            problems.Add(new ValidationResult(sentence, [member]));
        }

        return problems;

        void Judge(string member, Func<PayloadTemplate> read)
        {
            try
            {
                if (read().Problem([type]) is { } problem)
                {
                    problems.Add(new ValidationResult(problem, [member]));
                }
            }
            catch (FormatException problem)
            {
                problems.Add(new ValidationResult(problem.Message, [member]));
            }
        }
    }

    /// <summary>An event as an entry.</summary>
    public OutgoingEvent Entry(RecordedEvent told, string? bus)
    {
        var envelope = EventEnvelope.Of(told);
        var detail = Detail is { Length: > 0 } own ? PayloadTemplate.Parse(own).Fill(envelope) : envelope;
        return new OutgoingEvent(Filled(Source, envelope), Filled(DetailType, envelope), detail.ToJsonString(), bus is { Length: > 0 } ? bus : null, told.Time);
    }

    /// <summary>Why EventBridge would not take an event as this rule makes it, though it answers well to the call; null when it would.</summary>
    public (string Member, string Sentence)? ProblemOf(RecordedEvent told)
    {
        var entry = Entry(told, bus: null);
        return entry.Source.Length == 0 || entry.Source.StartsWith(ReservedSource, StringComparison.Ordinal)
            ? (nameof(Source), $"gives \"{ShownText.Name(entry.Source)}\", which EventBridge refuses: it must not be empty, or begin with \"{ReservedSource}\".")
            : entry.Type.Length is 0 or > OutgoingEvent.LongestType
                ? (nameof(DetailType), $"gives {entry.Type.Length} letters; it must have 1 to {OutgoingEvent.LongestType}.")
                : null;
    }

    private static string Filled(string text, JsonObject envelope) => PayloadTemplate.OfText(text).FillText(envelope);
}
