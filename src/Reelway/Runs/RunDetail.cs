using System.Text.Json;
using System.Text.Json.Serialization;
using Reelway.Engine;

namespace Reelway.Runs;

/// <summary>A run with everything that is known of it.</summary>
internal sealed record RunDetail : RunItem
{
    /// <summary>Adds the details to what lists show.</summary>
    internal RunDetail(RunItem item)
        : base(item)
    {
    }

    /// <summary>What can be done to it now: retry, cancel, decide.</summary>
    [JsonPropertyOrder(1)]
    public required IReadOnlyList<string> Actions { get; init; }

    /// <summary>Hash of the configuration that held when it was started; null for runs of versions that did not keep it. Secrets have no part in it.</summary>
    [JsonPropertyOrder(1)]
    public required string? Configuration { get; init; }

    [JsonPropertyOrder(1)]
    public required JsonElement? Input { get; init; }

    [JsonPropertyOrder(1)]
    public required JsonElement? Output { get; init; }

    /// <summary>In the order in which the flow reached them; what it only notes in its journal is left out.</summary>
    [JsonPropertyOrder(1)]
    public required IReadOnlyList<StepItem> Steps { get; init; }

    public static RunDetail From(RunView run, RunFaces faces, DateTimeOffset now) => new(RunItem.From(run.Summary, faces, faces.Of(run), now))
    {
        Actions = RunActions.Of(run),
        Configuration = run.Summary.Stamp,
        Input = run.Input,
        Output = run.Output,
        Steps = [.. run.Steps.Where(step => !step.IsMark).Select(step => StepItem.From(step, faces.StepTitle(run.Summary.Flow, step.Name), now))],
    };
}
