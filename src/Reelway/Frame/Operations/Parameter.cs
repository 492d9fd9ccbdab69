using Microsoft.OpenApi;
using Reelway.Frame.Web;

namespace Reelway.Frame.Operations;

/// <summary>What a path's operand or a word of the query means.</summary>
/// <param name="Type">The JSON type that is accepted; the server reads texts so that it can answer a wrong one with a sentence.</param>
/// <param name="Values">The allowed words, where they are few.</param>
internal sealed record Parameter(string Name, string Description, JsonSchemaType Type = JsonSchemaType.String, IReadOnlyList<string>? Values = null)
{
    /// <summary>Those that every list has.</summary>
    public static IReadOnlyList<Parameter> OfPages { get; } =
    [
        new("cursor", "The nextCursor of the page before."),
        new("limit", $"How many at most, 1 to {RequestText.MaxLimit}. Default {RequestText.DefaultLimit}.", JsonSchemaType.Integer),
    ];
}
